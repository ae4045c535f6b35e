package io.actjs.actctl;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command that was executed in this process, and what became of it. */
public record Ran(int exit, String out, String err) {

  public static Ran actctl(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        lineFor(args).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    return new Ran(exit, out.toString().strip(), err.toString().strip());
  }

  /** The command line with all of every command, writing to these. */
  public static CommandLine line(PrintWriter out, PrintWriter err) {
    return Actctl.commandLine().setOut(out).setErr(err);
  }

  /** The command line as it runs these words. */
  public static CommandLine lineFor(String... words) {
    return Actctl.commandLineFor(words);
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
