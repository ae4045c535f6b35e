package io.actjs.actctl.screen;

import io.actjs.model.ActjsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a user reads on standard error: one line that begins with {@code actctl:}, after it the
 * compiler's diagnostics if there are any, and never a stack trace unless {@code ACTCTL_DEBUG=1}.
 */
public final class ErrorLines {
  /** Longer details are cut: a line that nobody reads to its end helps nobody. */
  private static final int MAX_LINE = 2000;

  private static final int MAX_DIAGNOSTICS = 50;

  private ErrorLines() {}

  /** Exit code 2: the command line itself is wrong. */
  public static int onWrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    StringBuilder line = new StringBuilder("actctl: ").append(oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        line.append("; did you mean ").append(String.join(" or ", suggestions)).append('?');
      }
    }
    line.append(" (").append(command.getCommandSpec().qualifiedName()).append(" --help shows how)");
    err.println(line);
    printTraceIfAsked(e, err);
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** Exit code 1: the command line is right, but what it asks for could not be done. */
  public static int onFailure(Exception e, CommandLine command, @Nullable ParseResult parsed) {
    return show(e, command);
  }

  /** Shows any failure, also one of Java itself; exit code 1. */
  public static int show(Throwable e, CommandLine command) {
    PrintWriter err = command.getErr();
    command.getOut().flush();
    of(e).forEach(err::println);
    printTraceIfAsked(e, err);
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
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
      lines.add(
          "actctl: unexpected "
              + e.getClass().getSimpleName()
              + ": "
              + oneLine(String.valueOf(e.getMessage()))
              + " (this is a fault of actctl; ACTCTL_DEBUG=1 shows where)");
    }
    return lines;
  }

  private static void addDiagnostics(
      List<String> lines, String headline, List<String> diagnostics) {
    List<String> more = unsaid(headline, diagnostics);
    more.stream().limit(MAX_DIAGNOSTICS).forEach(it -> lines.add("  " + oneLine(it)));
    if (more.size() > MAX_DIAGNOSTICS) {
      lines.add("  and " + (more.size() - MAX_DIAGNOSTICS) + " more");
    }
  }

  /** The diagnostics, but for an only one that the headline says already. */
  public static List<String> unsaid(String headline, List<String> diagnostics) {
    boolean said = diagnostics.size() == 1 && headline.contains(diagnostics.getFirst());
    return said ? List.of() : diagnostics;
  }

  /** The text on one line and without control characters, which a terminal would obey. */
  public static String oneLine(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String line = printable(text.strip());
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
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
