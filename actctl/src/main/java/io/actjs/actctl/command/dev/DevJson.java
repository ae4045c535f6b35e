package io.actjs.actctl.command.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevFile;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.repeat.Difference;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The development loop for programs: one document per event. */
final class DevJson implements Consumer<DevEvent> {
  private final Consumer<JsonNode> out;

  /**
   * @param out prints a document
   */
  DevJson(Consumer<JsonNode> out, URI server) {
    this.out = out;
    print(Json.object().put("event", "serving").put("url", server.toString()));
  }

  @Override
  public void accept(DevEvent event) {
    print(
        switch (event) {
          case DevEvent.Published it -> version("published", it.file(), it.ref(), it.handlers());
          case DevEvent.Unchanged it -> version("unchanged", it.file(), it.ref(), it.handlers());
          case DevEvent.Migrated it -> migrated(it);
          case DevEvent.ShapeChanged it -> shapeChanged(it);
          case DevEvent.Refused it -> problem("refused", it.file(), it.problem());
          case DevEvent.TypeErrors it -> {
            ObjectNode document = problem("typeErrors", it.file(), it.problem());
            it.fresh().forEach(document.putArray("fresh")::add);
            yield of(document, it.ref());
          }
          case DevEvent.TypesCured it -> of(file("typesCured", it.file()), it.ref());
          case DevEvent.Differs it -> differs(it.difference());
          case DevEvent.Skipped it -> file("skipped", it.file()).put("reason", it.reason());
          case DevEvent.Removed it -> file("removed", it.file());
          case DevEvent.TypesWritten it ->
              Json.object()
                  .put("event", "typesWritten")
                  .put("folder", it.folder().toString())
                  .put("fresh", it.fresh())
                  .put("configured", it.configured());
          case DevEvent.TypesUnwritten it ->
              Json.object().put("event", "typesUnwritten").put("reason", it.reason());
          case DevEvent.Generated it -> {
            ObjectNode document =
                Json.object().put("event", "generated").put("out", it.out().toString());
            it.written().forEach(file -> document.withArray("written").add(file.toString()));
            yield document;
          }
          case DevEvent.Ungenerated it ->
              Json.object()
                  .put("event", "ungenerated")
                  .put("out", it.out().toString())
                  .put("reason", it.reason());
          case DevEvent.PackagesMissing it -> {
            ObjectNode document = packages("packagesMissing", it.folder());
            it.names().forEach(document.putArray("names")::add);
            yield document;
          }
          case DevEvent.PackagesInstalled it ->
              packages("packagesInstalled", it.folder()).put("tookMs", it.tookMs());
          case DevEvent.PackagesUninstalled it ->
              packages("packagesUninstalled", it.folder()).put("reason", it.reason());
          case DevEvent.Ready it -> {
            ObjectNode ready = Json.object().put("event", "ready");
            it.examples().forEach(ready.putArray("examples")::add);
            yield ready;
          }
        });
  }

  private static ObjectNode packages(String event, Path folder) {
    return Json.object().put("event", event).put("folder", folder.toString());
  }

  private static ObjectNode differs(Difference it) {
    return of(Json.object().put("event", "differs"), it.ref())
        .put("handler", it.method())
        .put("cause", it.cause().name().toLowerCase(Locale.ROOT))
        .put("where", it.where())
        .put("first", it.first())
        .put("second", it.second());
  }

  private static ObjectNode migrated(DevEvent.Migrated it) {
    ObjectNode document = Json.object().put("event", "migrated");
    document.put("name", it.ref().name()).put("version", it.ref().version().toString());
    document.put("old", it.old()).put("again", it.again()).put("droppedTurns", it.droppedTurns());
    document.put("failures", it.failures());
    it.failed().forEach(document.putArray("failed")::add);
    return document;
  }

  private static ObjectNode shapeChanged(DevEvent.ShapeChanged it) {
    ObjectNode document = Json.object().put("event", "shapeChanged");
    document.put("name", it.ref().name()).put("version", it.ref().version().toString());
    it.added().forEach(document.putArray("added")::add);
    it.removed().forEach(document.putArray("removed")::add);
    it.retyped().forEach(document.putArray("retyped")::add);
    return document.put("actors", it.actors());
  }

  private static ObjectNode version(
      String event, DevFile file, ClassRef ref, List<String> handlers) {
    ObjectNode document = of(file(event, file), ref);
    handlers.forEach(document.putArray("handlers")::add);
    return document;
  }

  private static ObjectNode of(ObjectNode document, ClassRef ref) {
    return document.put("name", ref.name()).put("version", ref.version().toString());
  }

  private static ObjectNode file(String event, DevFile file) {
    return Json.object()
        .put("event", event)
        .put("file", file.name())
        .put("folder", file.folder().toString());
  }

  private static ObjectNode problem(String event, DevFile file, ActjsException problem) {
    ObjectNode document = file(event, file);
    document.put("code", problem.code().name()).put("detail", problem.detail());
    Diagnostics.of(problem).forEach(document.putArray("diagnostics")::add);
    return document;
  }

  private void print(ObjectNode document) {
    out.accept(document);
  }
}
