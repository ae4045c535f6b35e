package io.actjs.actctl;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl version}. */
@Command(
    name = "version",
    description = "Show the versions of actctl and Java.",
    footerHeading = "%nExample:%n",
    footer = "  actctl version --output yaml")
final class VersionCommand implements Callable<Integer> {
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    output.print(
        Json.object().put("actctl", BuildVersion.text()).put("java", java),
        () -> "actctl " + BuildVersion.text() + " (Java " + java + ")");
    return 0;
  }
}
