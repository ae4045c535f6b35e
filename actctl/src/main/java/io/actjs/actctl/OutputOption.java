package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}: the same answer for programs. */
final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the answer as one JSON document.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** Prints the document for programs, or the text for people; an empty text prints nothing. */
  void print(JsonNode document, Supplier<String> text) {
    String answer = json ? Json.compact(document) : text.get();
    PrintWriter out = spec.commandLine().getOut();
    if (!answer.isEmpty()) {
      out.println(answer);
    }
    out.flush();
  }
}
