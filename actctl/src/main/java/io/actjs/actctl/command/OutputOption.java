package io.actjs.actctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}: the same output for programs, errors and remarks included. */
public final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the result, and any error, as JSON.")
  private boolean json;

  public boolean json() {
    return Boolean.TRUE.equals(
        SharedOption.value(spec, OutputOption.class, it -> it.json ? true : null));
  }

  /** A remark beside the result, on standard error. */
  public void note(String text) {
    remark("note", "actctl: ", text);
  }

  /** Something that the user should act upon, on standard error. */
  public void warn(String text) {
    remark("warning", "actctl: warning: ", text);
  }

  private void remark(String kind, String prefix, String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        json() ? Json.compact(Json.object().put(kind, text)) : prefix + ErrorLines.oneLine(text));
  }

  /** Prints the document for programs, or the text for people; an empty text prints nothing. */
  public void print(JsonNode document, Supplier<String> text) {
    String answer = json() ? Json.compact(document) : text.get();
    PrintWriter out = spec.commandLine().getOut();
    if (!answer.isEmpty()) {
      out.println(answer);
    }
    out.flush();
  }
}
