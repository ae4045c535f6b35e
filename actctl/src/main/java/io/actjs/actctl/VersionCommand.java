package io.actjs.actctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl version}. */
@Command(name = "version", description = "Show the version of actctl and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    output.print(
        Json.object().put("actctl", Actctl.version()).put("java", java),
        () -> "actctl " + Actctl.version() + " (Java " + java + ")");
    return 0;
  }
}
