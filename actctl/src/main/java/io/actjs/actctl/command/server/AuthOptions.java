package io.actjs.actctl.command.server;

import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.actjsd.access.hook.HookConfig;
import io.actjs.actjsd.access.hook.InstalledProviders;
import io.actjs.model.ActjsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Code of the operator that tells a daemon who sends a request. */
final class AuthOptions {
  private static final String JAVA = "java:";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--auth",
      paramLabel = "FILE|java:NAME",
      description =
          "Function that says who sends a request: the default export of a TypeScript file, or the"
              + " name of a Java provider on the class path.")
  private @Nullable String auth;

  List<AuthenticatorProvider> providers(Isolation isolation) {
    if (auth == null) {
      return List.of();
    }
    try {
      return List.of(
          auth.startsWith(JAVA)
              ? InstalledProviders.named(auth.substring(JAVA.length()))
              : new HookConfig(Path.of(auth), isolation::open));
    } catch (InvalidPathException | ActjsException e) {
      throw new ParameterException(spec.commandLine(), "--auth: " + e.getMessage(), e);
    }
  }
}
