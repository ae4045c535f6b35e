package io.actjs.actctl.screen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActjsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What a user reads on standard error: one line that begins with {@code actctl:}, after it the
 * compiler's diagnostics if there are any, and never a stack trace unless {@code ACTCTL_DEBUG=1}.
 * With {@code --output json} or {@code yaml} it is one document instead, and standard output stays
 * empty.
 */
public final class ErrorLines {
  /** Longer details are cut: nobody reads such a line to its end. */
  private static final int MAX_LINE = 2000;

  private static final int MAX_DIAGNOSTICS = 50;

  private ErrorLines() {}

  /** The form of errors that a command line asks for; it need not parse. */
  public static OutputFormat format(List<String> args) {
    return OutputFormat.of(args, OutputFormat.TABLE);
  }

  /** Exit code 2: the command line itself is wrong. */
  public static int onWrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String detail = UsageText.of(e);
    OutputFormat format = format(List.of(args));
    if (format.isForPrograms()) {
      print(document("Usage", bounded(detail), List.of()), format, err);
    } else {
      String help = command.getCommandSpec().qualifiedName() + " --help";
      err.println("actctl: " + oneLine(detail) + " (try \"" + help + "\")");
    }
    printTraceIfAsked(e, err);
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** Shows any failure, including errors of Java itself; exit code 1. */
  public static int show(Throwable e, CommandLine command, OutputFormat format) {
    PrintWriter err = command.getErr();
    command.getOut().flush();
    if (format.isForPrograms()) {
      print(document(e), format, err);
    } else {
      of(e).forEach(err::println);
    }
    printTraceIfAsked(e, err);
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** A document of standard error, which may follow others there. */
  public static void print(ObjectNode document, OutputFormat format, PrintWriter err) {
    if (format == OutputFormat.YAML) {
      err.println("---");
    }
    err.println(format.text(document));
  }

  /** The lines for an exception, the headline first. */
  static List<String> of(Throwable e) {
    List<String> lines = new ArrayList<>();
    if (e instanceof Failure failure) {
      String code = failure.code() == null ? "" : failure.code() + ": ";
      lines.add("actctl: " + code + oneLine(failure.detail()));
      addDiagnostics(lines, failure.detail(), failure.diagnostics());
    } else if (e instanceof ActjsException problem) {
      lines.add("actctl: " + problem.code() + ": " + oneLine(problem.detail()));
      addDiagnostics(lines, problem.detail(), Diagnostics.of(problem));
    } else {
      lines.add("actctl: " + oneLine(unexpected(e)));
    }
    return lines;
  }

  private static String unexpected(Throwable e) {
    return "unexpected "
        + e.getClass().getSimpleName()
        + ": "
        + e.getMessage()
        + " (this is a bug in actctl; ACTCTL_DEBUG=1 shows a stack trace)";
  }

  /** The same for programs. */
  static ObjectNode document(Throwable e) {
    return switch (e) {
      case Failure failure ->
          document(
              failure.code() == null ? "Failed" : failure.code(),
              failure.detail(),
              failure.diagnostics());
      case ActjsException problem ->
          document(problem.code().name(), problem.detail(), Diagnostics.of(problem));
      default -> document("Unexpected", unexpected(e), List.of());
    };
  }

  private static ObjectNode document(String code, String detail, List<String> diagnostics) {
    ObjectNode document = Json.object();
    ObjectNode error = document.putObject("error").put("code", code).put("detail", detail);
    if (!diagnostics.isEmpty()) {
      diagnostics.forEach(error.putArray("diagnostics")::add);
    }
    return document;
  }

  private static void addDiagnostics(
      List<String> lines, String headline, List<String> diagnostics) {
    List<String> more = unsaid(headline, diagnostics);
    more.stream().limit(MAX_DIAGNOSTICS).forEach(it -> lines.add("  " + oneLine(it)));
    if (more.size() > MAX_DIAGNOSTICS) {
      lines.add("  and " + (more.size() - MAX_DIAGNOSTICS) + " more");
    }
  }

  /** The diagnostics, except a single one that the headline already contains. */
  public static List<String> unsaid(String headline, List<String> diagnostics) {
    boolean said = diagnostics.size() == 1 && headline.contains(diagnostics.getFirst());
    return said ? List.of() : diagnostics;
  }

  /** The text on one line, without control characters, which a terminal would obey. */
  public static String oneLine(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return bounded(printable(text.strip()));
  }

  private static String bounded(String text) {
    return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "…";
  }

  /** The text on one line and without control characters, at any length. */
  public static String printable(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }

  private static void printTraceIfAsked(Throwable e, PrintWriter err) {
    if ("1".equals(System.getenv("ACTCTL_DEBUG"))) {
      e.printStackTrace(err);
    }
  }
}
