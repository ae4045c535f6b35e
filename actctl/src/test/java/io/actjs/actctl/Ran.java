package io.actjs.actctl;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command that was executed in this process, and what became of it. */
record Ran(int exit, String out, String err) {

  static Ran actctl(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Actctl.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = line.execute(args);
    return new Ran(exit, out.toString().strip(), err.toString().strip());
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
