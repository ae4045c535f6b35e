package io.actjs.actctl.command.server;

import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.actjsd.access.hmac.HmacConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose signatures a daemon believes. */
final class HmacOptions {
  @Option(
      names = "--hmac-secret-file",
      paramLabel = "FILE",
      description =
          "Secret of services that sign requests for their users: a line of 32 or more bytes;"
              + " further lines are accepted as well.")
  private @Nullable Path secretFile;

  List<AuthenticatorProvider> providers() {
    return secretFile == null ? List.of() : List.of(new HmacConfig(secretFile));
  }
}
