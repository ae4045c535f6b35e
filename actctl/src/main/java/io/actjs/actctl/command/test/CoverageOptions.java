package io.actjs.actctl.command.test;

import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.coverage.CoverageReport;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --coverage}: how much of the authors' sources ran. */
final class CoverageOptions {
  @Option(
      names = "--coverage",
      description =
          "Count which lines and functions of classes and modules run, and write lcov.info.")
  private boolean coverage;

  @Option(
      names = "--coverage-dir",
      paramLabel = "DIR",
      description = "Folder for lcov.info (default: coverage).")
  private @Nullable Path folder;

  @Option(
      names = "--coverage-min",
      paramLabel = "PERCENT",
      description = "Least percentage of lines that must run; if fewer do, the exit code is 1.")
  private @Nullable Double least;

  boolean wanted() {
    return coverage;
  }

  /**
   * @throws ParameterException made of what is wrong with them
   */
  void validate(Function<String, ParameterException> wrong) {
    if (!coverage && (folder != null || least != null)) {
      throw wrong.apply(
          (folder != null ? "--coverage-dir" : "--coverage-min") + " is for --coverage: add it");
    }
    if (least != null && !(least >= 0 && least <= 100)) {
      throw wrong.apply("--coverage-min is a percentage, from 0 to 100");
    }
  }

  /** Writes the report's file; tells whether enough lines ran. */
  boolean write(CoverageReport report, OutputOption output) {
    Path target = folder == null ? Path.of("coverage") : folder;
    try {
      report.writeLcov(target);
    } catch (IOException e) {
      throw new Failure("cannot write into " + target + ": " + e.getMessage(), e);
    }
    if (least == null || report.linesPercent() >= least) {
      return true;
    }
    output.warn(
        String.format(
            Locale.ROOT,
            "%.2f %% of the lines ran, and --coverage-min asks for %s %%",
            report.linesPercent(),
            least));
    return false;
  }
}
