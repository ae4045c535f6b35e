package io.actjs.actctl.dev;

import io.actjs.actctl.codegen.ClassModel;
import io.actjs.actctl.codegen.FolderCatalog;
import io.actjs.actctl.codegen.OutputFolder;
import io.actjs.actctl.codegen.Target;
import io.actjs.actctl.screen.Failure;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassVersion;
import io.actjs.runtime.ActorRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes the types for clients of the classes that are served, as {@code actctl codegen} does of a
 * server: in the versions that it serves, whose manifest is registered. What keeps it from doing so
 * is told once, and leaves the types as they were.
 */
final class ClientTypes {
  /** What is wrong with a class is told of the class. */
  private static final Set<String> TOLD =
      Set.of("TypeInvalid", "SyntaxInvalid", "ClassInvalid", "ForbiddenImport");

  private final Path out;
  private final OutputFolder folder;
  private final FolderCatalog catalog;
  private final ActorRuntime runtime;
  private final Consumer<DevEvent> listener;
  private String told = "";

  /**
   * @param out folder to write to
   * @param compiler stays open
   */
  ClientTypes(
      List<Path> dirs,
      Path out,
      ActorRuntime runtime,
      TypeScriptCompiler compiler,
      Consumer<DevEvent> listener) {
    this.out = out;
    this.runtime = runtime;
    this.folder = new OutputFolder(out);
    this.catalog = new FolderCatalog(dirs, true, compiler);
    this.listener = listener;
  }

  /** Brings them up to date. */
  void update() {
    try {
      List<Path> written =
          folder.write(Target.TYPESCRIPT.files(served(), Target.Choices.DEFAULT), false);
      told = "";
      if (!written.isEmpty()) {
        listener.accept(new DevEvent.Generated(out, written));
      }
    } catch (Failure e) {
      String code = String.valueOf(e.code());
      String reason = TOLD.contains(code) ? "a class has errors" : e.detail();
      boolean ends = code.equals("ShuttingDown") || Thread.currentThread().isInterrupted();
      if (!reason.equals(told) && !ends) {
        told = reason;
        listener.accept(new DevEvent.Ungenerated(out, reason));
      }
    }
  }

  /**
   * In the versions that are served, and registered as such before a page reads of them. A class
   * that is not served as it stands keeps the version of its file: there is nothing to be pinned
   * to.
   */
  private List<ClassModel> served() {
    List<ClassModel> classes = new ArrayList<>();
    Map<String, String> versions = new TreeMap<>();
    for (ClassModel each : catalog.load()) {
      ClassVersion latest = runtime.registry().latest(each.name());
      boolean isServed = latest != null && latest.sha256().equals(each.sourceSha());
      classes.add(isServed ? each.in(latest.ref().version()) : each);
      if (isServed) {
        versions.put(each.name(), latest.ref().version().toString());
      }
    }
    if (versions.size() == classes.size()) {
      try {
        var unused = runtime.manifests().register(versions);
      } catch (ActjsException e) {
        throw new Failure(e.code().name(), e.detail(), List.of(), e);
      }
    }
    return classes;
  }
}
