package io.actjs.actctl;

import io.actjs.actjsd.AdminToken;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.model.ActjsException;
import io.actjs.registry.RegistryOptions;
import io.actjs.storage.postgres.PostgresUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a daemon listens and keeps its data. */
final class DaemonOptions {
  /** Where the data is instead of a directory; an option that says otherwise goes before it. */
  static final String DATABASE_VARIABLE = "DATABASE_URL";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = DaemonConfig.DEFAULT_HOST,
      description = "The loopback address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + DaemonConfig.DEFAULT_PORT,
      description = "The TCP port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of the data (default: .actjs, for dev in DIR).")
  private @Nullable Path data;

  @Option(names = "--ephemeral", description = "Keep everything in memory only.")
  private boolean ephemeral;

  @Option(
      names = "--admin-token",
      paramLabel = "TOKEN",
      description =
          "What a client has to present to publish or administer (better: $ACTJS_ADMIN_TOKEN).")
  private @Nullable String adminToken;

  @Option(names = "--require-signed", description = "Take signed classes only.")
  private boolean requireSigned;

  @Mixin private RetentionOptions retention;

  /** The directory of the data, or null when nothing is kept. */
  @Nullable Path dataDir(Path defaultDir) {
    if (ephemeral && data != null) {
      throw wrong("--ephemeral keeps nothing: leave out --data");
    }
    return ephemeral ? null : (data != null ? data : defaultDir).toAbsolutePath().normalize();
  }

  /** The configuration of a daemon that keeps its data where {@value #DATABASE_VARIABLE} says. */
  DaemonConfig configWithDatabase(Path defaultDir) {
    String url = System.getenv(DATABASE_VARIABLE);
    if (ephemeral || data != null || url == null || url.isBlank()) {
      return config(defaultDir);
    }
    return common(DaemonConfig.at(PostgresUrl.parse(url)));
  }

  /** The configuration of a daemon that keeps its data in a directory, or nowhere. */
  DaemonConfig config(Path defaultDir) {
    Path dir = dataDir(defaultDir);
    return common(dir == null ? DaemonConfig.ephemeral() : DaemonConfig.at(dir));
  }

  private DaemonConfig common(DaemonConfig store) {
    if (port < 0 || port > 65_535) {
      throw wrong("--port is 0 to 65535");
    }
    DaemonConfig config =
        store
            .withHost(host)
            .withPort(port)
            .withRegistry(new RegistryOptions(requireSigned))
            .withRetention(retention.policy());
    String token = adminToken();
    return token == null ? config : config.withAdminToken(parse(token));
  }

  private AdminToken parse(String token) {
    try {
      return AdminToken.of(token);
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), e.detail(), e);
    }
  }

  private @Nullable String adminToken() {
    if (adminToken != null) {
      return adminToken;
    }
    String fromEnvironment = System.getenv(ServerOption.TOKEN_VARIABLE);
    return fromEnvironment == null || fromEnvironment.isBlank() ? null : fromEnvironment;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
