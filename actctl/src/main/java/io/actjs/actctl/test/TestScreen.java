package io.actjs.actctl.test;

import io.actjs.actctl.screen.CodeFrame;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Styled;
import io.actjs.actctl.test.TestEvent.Ended;
import io.actjs.actctl.test.TestEvent.FileEnded;
import io.actjs.actctl.test.TestEvent.Outcome;
import io.actjs.actctl.test.TestEvent.Output;
import io.actjs.actctl.test.TestEvent.RunEnded;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi;

/** What a run looks like to people: a line for each file, and more about what failed. */
public final class TestScreen implements Consumer<TestEvent> {
  private static final int CONTEXT = 1;

  /** Longer lines of a source are cut. */
  private static final int LONGEST = 160;

  private final PrintWriter out;
  private final Ansi ansi;
  private final Path here;

  /**
   * @param here the folder that paths are told from
   */
  public TestScreen(PrintWriter out, Ansi ansi, Path here) {
    this.out = out;
    this.ansi = ansi;
    this.here = here;
  }

  @Override
  public void accept(TestEvent event) {
    switch (event) {
      case FileEnded file -> show(file);
      case RunEnded run -> show(run);
    }
    out.flush();
  }

  private void show(FileEnded file) {
    long ran = file.count(Outcome.PASSED) + file.count(Outcome.FAILED);
    String mark = file.passed() ? styled("✓", "green") : styled("✗", "red");
    long left = file.tests().size() - ran;
    String counts = count(ran, "test") + (left == 0 ? "" : ", " + left + " skipped");
    out.println(
        mark
            + " "
            + told(file.file())
            + "  "
            + styled(counts + ", " + file.millis() + " ms", "faint"));
    if (file.failure() != null) {
      lines(file.failure()).forEach(line -> out.println("    " + line));
    }
    file.tests().forEach(this::show);
  }

  private void show(Ended test) {
    if (test.failure() != null) {
      out.println();
      out.println(
          "  "
              + styled("✗ " + ErrorLines.oneLine(test.name()), "red")
              + styled("  " + test.millis() + " ms", "faint"));
      lines(test.failure()).forEach(line -> out.println("    " + line));
    } else if (!test.output().isEmpty()) {
      out.println("  " + ErrorLines.oneLine(test.name()));
    }
    for (Output line : test.output()) {
      for (String each : line.text().split("\n", -1)) {
        out.println(
            "    "
                + styled(line.actor() ? "actor " : "", "faint")
                + "| "
                + ErrorLines.printable(each));
      }
    }
  }

  private List<String> lines(TestFailure failure) {
    List<String> lines = new ArrayList<>();
    failure.headline().lines().forEach(line -> lines.add(ErrorLines.printable(line)));
    if (failure.property() != null) {
      lines.add(ErrorLines.printable(failure.property()));
    }
    for (String line : failure.diff()) {
      String style = line.startsWith("-") ? "green" : line.startsWith("+") ? "red" : "faint";
      lines.add("  " + styled(ErrorLines.printable(line), style));
    }
    if (failure.at() != null) {
      lines.add(
          "at "
              + told(failure.at().file())
              + ":"
              + failure.at().line()
              + ":"
              + failure.at().column());
      SourcePlace at = failure.at();
      lines.addAll(new CodeFrame(ansi, CONTEXT, LONGEST).lines(at.file(), at.line(), at.column()));
    }
    failure.trace().stream()
        .skip(1)
        .limit(4)
        .forEach(frame -> lines.add(styled("   " + ErrorLines.oneLine(frame), "faint")));
    return lines;
  }

  private void show(RunEnded run) {
    List<String> parts = new ArrayList<>();
    if (run.failed() > 0) {
      parts.add(styled(run.failed() + " failed", "red"));
    }
    if (run.brokenFiles() > 0) {
      parts.add(styled(count(run.brokenFiles(), "file") + " not run", "red"));
    }
    parts.add(run.passed() + " passed");
    if (run.skipped() > 0) {
      parts.add(run.skipped() + " skipped");
    }
    if (run.todo() > 0) {
      parts.add(run.todo() + " to do");
    }
    out.println(
        count(run.files(), "file")
            + ": "
            + String.join(", ", parts)
            + " in "
            + run.millis()
            + " ms");
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private String told(Path file) {
    return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
  }

  private String styled(String text, String style) {
    return Styled.text(ansi, text, style);
  }
}
