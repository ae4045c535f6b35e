package io.actjs.actctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}: the same answer for programs. */
public final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the answer as one JSON document.")
  private boolean json;

  public boolean json() {
    return json;
  }

  /** Prints the document for programs, or the text for people; an empty text prints nothing. */
  public void print(JsonNode document, Supplier<String> text) {
    String answer = json ? Json.compact(document) : text.get();
    PrintWriter out = spec.commandLine().getOut();
    if (!answer.isEmpty()) {
      out.println(answer);
    }
    out.flush();
  }
}
