package io.actjs.actctl.command.env;

import io.actjs.registry.env.EnvValues;
import picocli.CommandLine.Option;

/** Which environment it is about. */
final class EnvName {
  @Option(
      names = "--env",
      paramLabel = "ENV",
      defaultValue = EnvValues.DEFAULT,
      description = "Environment, the one of \"actctl start --env\" (default: ${DEFAULT-VALUE}).")
  String name;
}
