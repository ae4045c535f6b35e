package io.actjs.actctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.OutputFormat;
import io.actjs.actctl.screen.Progress;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * {@code --output} and its short form {@code --json}: the same output for programs, errors and
 * remarks included. What is printed more than once is a stream: JSON lines, or documents of YAML
 * between lines of {@code ---}.
 */
public final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Form of the result, and of any error: table, json or yaml (default: table).")
  private @Nullable OutputFormat format;

  @Option(names = "--json", description = "Short for --output json.")
  private boolean shortForm;

  private boolean printed;

  /**
   * Refuses {@code --json} beside another {@code --output}, wherever the two stand.
   *
   * @throws ParameterException when there are both
   */
  public static void requireOne(ParseResult line) {
    CommandSpec last = line.asCommandLineList().getLast().getCommandSpec();
    OutputFormat named = SharedOption.value(last, OutputOption.class, it -> it.format);
    Boolean json = SharedOption.value(last, OutputOption.class, it -> it.shortForm ? true : null);
    if (json != null && named != null && named != OutputFormat.JSON) {
      throw new ParameterException(
          last.commandLine(), "--json and --output " + named.word() + " exclude each other");
    }
  }

  /** The form of the output of a command; a table when it has no other. */
  public static OutputFormat of(CommandSpec command) {
    OutputFormat format = SharedOption.value(command, OutputOption.class, OutputOption::format);
    return format == null ? OutputFormat.TABLE : format;
  }

  /** The form that the command line asks for: its short form comes before what is configured. */
  public OutputFormat format() {
    if (SharedOption.value(spec, OutputOption.class, it -> it.shortForm ? true : null) != null) {
      return OutputFormat.JSON;
    }
    OutputFormat named = SharedOption.value(spec, OutputOption.class, it -> it.format);
    return named == null ? OutputFormat.TABLE : named;
  }

  /** Whether the output is for programs, be it JSON or YAML. */
  public boolean json() {
    return format().isForPrograms();
  }

  /** How far the work has come, as this form shows it. */
  public Progress progress(String unit) {
    return Progress.of(unit, format(), spec.commandLine().getErr());
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
    if (json()) {
      ErrorLines.print(Json.object().put(kind, text), format(), err);
    } else {
      err.println(prefix + ErrorLines.oneLine(text));
    }
  }

  /** Prints the document for programs, or the text for people; an empty text prints nothing. */
  public void print(JsonNode document, Supplier<String> text) {
    if (json()) {
      document(document);
      return;
    }
    String answer = text.get();
    PrintWriter out = spec.commandLine().getOut();
    if (!answer.isEmpty()) {
      out.println(answer);
    }
    out.flush();
  }

  /** Prints the next document of a stream for programs. */
  public void document(JsonNode document) {
    OutputFormat format = format();
    PrintWriter out = spec.commandLine().getOut();
    if (printed && format == OutputFormat.YAML) {
      out.println("---");
    }
    printed = true;
    out.println(format.text(document));
    out.flush();
  }
}
