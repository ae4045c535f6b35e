package io.actjs.actctl.command.migrate;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl migrate dry-run}. */
@Command(
    name = "dry-run",
    description = {
      "Show what a migration would do to the actors of a class; writes nothing.",
      "",
      "Each state is migrated twice. An actor is ok if neither run throws and both give "
          + "the same result. Lists each version on the way: whether its migrate runs and why, "
          + "and what that changes.",
      ""
    },
    exitCodeList = {"0:Every actor is ok.", "1:An actor is not ok.", "2:Wrong usage."},
    footerHeading = "%nExample:%n",
    footer = "  actctl migrate dry-run Cart --to 2.0.0 --all")
final class MigrateDryRunCommand extends ClientCommand {
  @Parameters(paramLabel = "CLASS", description = "Class of the actors.")
  private String className;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "Target version (default: the latest).")
  private @Nullable String version;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Number of actors to test, spread evenly over all (default: 100).")
  private @Nullable Integer sample;

  @Option(names = "--all", description = "Test every actor.")
  private boolean all;

  @Override
  protected int run(Server to) {
    if (all && sample != null) {
      throw new ParameterException(spec.commandLine(), "--all and --sample exclude each other");
    }
    if (sample != null && sample < 1) {
      throw new ParameterException(spec.commandLine(), "--sample must be at least 1");
    }
    MigrationTrial trial = new MigrationTrial(to, className, version);
    Progress progress = output.progress("actors");
    TrialReport report =
        all ? trial.all(progress) : trial.sample(sample == null ? 100 : sample, progress);
    progress.end();
    output.print(report.json(className), () -> report.text(className));
    return report.allGood() ? 0 : 1;
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
