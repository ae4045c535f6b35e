package io.actjs.actctl.command.server;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.access.DefaultPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What classes without a policy let people do. */
final class PolicyOptions {
  @Option(
      names = "--default-policy",
      paramLabel = "POLICY",
      description =
          "Decision for classes without a policy: allow, or deny for all but administrators"
              + " (default: allow on a loopback address without users, else deny).")
  private @Nullable DefaultPolicy defaultPolicy;

  DaemonConfig in(DaemonConfig config) {
    return defaultPolicy == null
        ? config
        : config.withAccess(config.access().withDefaultPolicy(defaultPolicy));
  }
}
