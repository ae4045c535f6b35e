package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.test.TestEvent.Ended;
import io.actjs.actctl.test.TestEvent.FileEnded;
import io.actjs.actctl.test.TestEvent.RunEnded;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** A run for programs: a document for each file, and one at the end. */
public final class TestJson implements Consumer<TestEvent> {
  private final Consumer<JsonNode> out;

  /**
   * @param out prints a document
   */
  public TestJson(Consumer<JsonNode> out) {
    this.out = out;
  }

  @Override
  public void accept(TestEvent event) {
    out.accept(
        switch (event) {
          case FileEnded file -> document(file);
          case RunEnded run -> document(run);
        });
  }

  private static ObjectNode document(FileEnded file) {
    ObjectNode document = Json.object().put("event", "file").put("file", file.file().toString());
    document.put("passed", file.passed()).put("ms", file.millis());
    if (file.failure() != null) {
      document.set("failure", document(file.failure()));
    }
    ArrayNode tests = document.putArray("tests");
    file.tests().forEach(test -> tests.add(document(test)));
    return document;
  }

  private static ObjectNode document(Ended test) {
    ObjectNode document = Json.object().put("name", test.name());
    document.put("outcome", test.outcome().name().toLowerCase(Locale.ROOT));
    document.put("ms", test.millis());
    if (test.failure() != null) {
      document.set("failure", document(test.failure()));
    }
    if (!test.output().isEmpty()) {
      ArrayNode output = document.putArray("output");
      test.output()
          .forEach(
              line ->
                  output
                      .addObject()
                      .put("level", line.level())
                      .put("text", line.text())
                      .put("actor", line.actor()));
    }
    return document;
  }

  private static ObjectNode document(TestFailure failure) {
    ObjectNode document = Json.object().put("name", failure.name());
    document.put("message", failure.message());
    if (failure.property() != null) {
      document.put("property", failure.property());
    }
    if (!failure.diff().isEmpty()) {
      failure.diff().forEach(document.putArray("diff")::add);
    }
    if (failure.at() != null) {
      SourcePlace at = failure.at();
      Path file = at.file();
      document
          .putObject("at")
          .put("file", file.toString())
          .put("line", at.line())
          .put("column", at.column());
    }
    failure.trace().forEach(document.putArray("trace")::add);
    return document;
  }

  private static ObjectNode document(RunEnded run) {
    return Json.object()
        .put("event", "end")
        .put("files", run.files())
        .put("passed", run.passed())
        .put("failed", run.failed())
        .put("skipped", run.skipped())
        .put("todo", run.todo())
        .put("notRun", run.brokenFiles())
        .put("ms", run.millis());
  }
}
