package io.actjs.actctl.command.operate;

import io.actjs.actctl.client.Server;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries of the audit are shown. */
final class AuditFilter {
  @Option(names = "--principal", paramLabel = "SUB", description = "Only what this principal did.")
  private @Nullable String principal;

  @Option(
      names = "--action",
      paramLabel = "PREFIX",
      description = "Only actions that begin with this, such as class. or token.revoked.")
  private @Nullable String action;

  @Option(
      names = "--target",
      paramLabel = "PREFIX",
      description = "Only targets that begin with this, such as Cart@.")
  private @Nullable String target;

  /** The rest of a query: {@code &principal=…&action=…&target=…}. */
  String query() {
    return parameter("principal", principal)
        + parameter("action", action)
        + parameter("target", target);
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Server.encode(value);
  }
}
