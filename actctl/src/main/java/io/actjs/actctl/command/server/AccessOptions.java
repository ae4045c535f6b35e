package io.actjs.actctl.command.server;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.policy.capability.CapabilityRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who is let in. */
final class AccessOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--open",
      description =
          "No authentication: everybody on this machine may do everything. For quick tries, on a"
              + " loopback address.")
  private boolean open;

  @Option(
      names = "--allow-anonymous",
      description =
          "Admit requests that present nothing also when there are users (default: only while there"
              + " are none).")
  private boolean allowAnonymous;

  @Option(
      names = "--capability-issuer",
      paramLabel = "NAME",
      description =
          "Issuer of the capabilities that are minted, and of those that are accepted (default:"
              + " ${DEFAULT-VALUE}).")
  private String issuer = CapabilityRules.ISSUER;

  @Option(
      names = "--capability-audience",
      paramLabel = "NAME",
      description =
          "Audience under which capabilities are accepted; repeatable (default: the issuer).")
  private List<String> audience = List.of();

  boolean isOpen() {
    return open;
  }

  /** Refuses options that contradict each other. */
  void requireNoToken(boolean hasToken) {
    if (open && hasToken) {
      throw wrong("--open and --admin-token exclude each other");
    }
    if (open && allowAnonymous) {
      throw wrong("--open and --allow-anonymous exclude each other");
    }
  }

  /**
   * @param token of an administrator, or null
   */
  DaemonConfig applyTo(DaemonConfig config, @Nullable AdminToken token) {
    if (open) {
      if (config.network().insecure()) {
        throw wrong("--open is for this machine alone: it and --insecure exclude each other");
      }
      return config.withAccess(AccessConfig.OPEN);
    }
    AccessConfig access = AccessConfig.LOCKED.withCapabilities(capabilities());
    if (token != null) {
      access = access.withAdminToken(token);
    }
    return config.withAccess(allowAnonymous ? access.admittingAnonymous() : access);
  }

  private CapabilityRules capabilities() {
    try {
      return new CapabilityRules(
          issuer,
          audience.isEmpty() ? List.of(issuer) : audience,
          CapabilityRules.DEFAULT.longestMs());
    } catch (IllegalArgumentException e) {
      throw wrong("--capability-issuer, --capability-audience: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
