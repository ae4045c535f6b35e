package io.actjs.actctl.command.test;

import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.coverage.CoverageReport;
import io.actjs.actctl.coverage.CoverageRun;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.test.JunitReport;
import io.actjs.actctl.test.TestEvent;
import io.actjs.actctl.test.TestEvent.RunEnded;
import io.actjs.actctl.test.TestFiles;
import io.actjs.actctl.test.TestJson;
import io.actjs.actctl.test.TestRun;
import io.actjs.actctl.test.TestScreen;
import io.actjs.actctl.test.WatchLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl test}. */
@Command(
    name = "test",
    description = {
      "Run test files, *.test.ts, in V8.",
      "",
      "A test imports test, expect and TestRuntime from 'actjs/test'. Its actors run in a real "
          + "runtime over a store in memory, with a clock that the test moves. Files run in parallel, "
          + "the tests of a file one after the other.",
      ""
    },
    exitCodeList = {"0:All tests passed.", "1:A test failed.", "2:Wrong usage, or no test."},
    footerHeading = "%nExamples:%n",
    footer = {"  actctl test", "  actctl test examples/shop -t checkout"})
public final class TestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "Test files, or folders with test files in or below them (default: this folder).")
  private List<Path> paths = List.of(Path.of(""));

  @Option(
      names = {"-t", "--name"},
      paramLabel = "NAME",
      description =
          "Tests to run: a part of their names, or a regular expression. The name of a test begins "
              + "with the names of its groups.")
  private @Nullable String name;

  @Option(
      names = "--watch",
      description = "Run again what a saved file changes, until it is stopped.")
  private boolean watch;

  @Option(names = "--junit", paramLabel = "FILE", description = "File for a report as JUnit XML.")
  private @Nullable Path junit;

  @Mixin private CoverageOptions coverage;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Path> files = files();
    Path here = Path.of("").toAbsolutePath();
    CommandLine line = spec.commandLine();
    Consumer<TestEvent> screen =
        output.json()
            ? new TestJson(output::document)
            : new TestScreen(line.getOut(), line.getColorScheme().ansi(), here);
    JunitReport report = new JunitReport(here);
    Consumer<TestEvent> listener = junit == null ? screen : screen.andThen(report);
    try (TestRun run = new TestRun(TestFiles.cacheFolder(files.getFirst()), wanted(), listener)) {
      CoverageRun counts = new CoverageRun();
      if (coverage.wanted()) {
        run.cover(counts);
      }
      if (watch) {
        new WatchLoop(run, this::found).run();
      }
      RunEnded end = run.run(files);
      if (junit != null) {
        write(report, junit);
      }
      if (end.tests() == 0 && end.brokenFiles() == 0) {
        throw usage(name == null ? "the test files declare no test" : "no test is named " + name);
      }
      boolean covered = !coverage.wanted() || tell(new CoverageReport(counts.result(), here));
      return end.good() && covered ? 0 : 1;
    }
  }

  /** Tells whether that is as much as it must be. */
  private boolean tell(CoverageReport report) {
    output.print(
        report.json(), () -> System.lineSeparator() + report.table(spec.usageMessage().width()));
    return coverage.write(report, output);
  }

  private static void write(JunitReport report, Path file) {
    try {
      report.writeTo(file);
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private List<Path> files() {
    if (watch && (junit != null || coverage.wanted())) {
      throw usage(
          (junit != null ? "--junit" : "--coverage")
              + " is for a run that ends: leave --watch out");
    }
    coverage.validate(this::usage);
    for (Path path : paths) {
      if (!Files.isDirectory(path) && !(Files.isRegularFile(path) && isSource(path))) {
        throw usage("no such test file or folder: " + path);
      }
    }
    List<Path> files = found();
    if (files.isEmpty()) {
      throw usage(
          "there is no test file, *.test.ts, in " + paths.getFirst().toAbsolutePath().normalize());
    }
    return files;
  }

  private static boolean isSource(Path path) {
    return path.toString().endsWith(".ts");
  }

  /** The test files that there are now. */
  private List<Path> found() {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      Path absolute = path.toAbsolutePath().normalize();
      if (Files.isDirectory(absolute)) {
        files.addAll(in(absolute));
      } else if (Files.isRegularFile(absolute)) {
        files.add(absolute);
      }
    }
    return files.stream().distinct().toList();
  }

  private static List<Path> in(Path folder) {
    try {
      return TestFiles.in(folder);
    } catch (IOException e) {
      throw new Failure("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Predicate<String> wanted() {
    if (name == null) {
      return test -> true;
    }
    String part = name;
    Pattern pattern;
    try {
      pattern = Pattern.compile(part);
    } catch (PatternSyntaxException plain) {
      pattern = Pattern.compile(Pattern.quote(part));
    }
    Pattern searched = pattern;
    return test -> test.contains(part) || searched.matcher(test).find();
  }
}
