package io.actjs.actctl.command.server;

import io.actjs.actjsd.Secrets;
import io.actjs.model.ActjsException;
import io.actjs.registry.env.EnvValues;
import io.actjs.registry.env.EnvironmentName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which values classes read from outside. */
final class EnvOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--env",
      paramLabel = "ENV",
      defaultValue = EnvValues.DEFAULT,
      description =
          "Environment whose values classes read, see \"actctl env\" (default: ${DEFAULT-VALUE}).")
  private String environment;

  @Option(
      names = "--secrets-key",
      paramLabel = "FILE",
      description =
          "File of the keys that seal secrets, made when it is needed; keep it apart from the data"
              + " (default: secret-keys in the data directory).")
  private @Nullable Path keys;

  Secrets secrets() {
    try {
      return new Secrets(
          EnvironmentName.require(environment),
          keys == null ? null : keys.toAbsolutePath().normalize());
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), "--env: " + e.detail(), e);
    }
  }
}
