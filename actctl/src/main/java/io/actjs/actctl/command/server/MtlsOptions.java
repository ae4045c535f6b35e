package io.actjs.actctl.command.server;

import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.actjsd.access.mtls.MtlsConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a daemon makes of the certificates of clients. */
final class MtlsOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--mtls-sub",
      paramLabel = "FIELD",
      description =
          "Field of a client's certificate that names the user: cn, the subject's common name, or"
              + " san-uri, the URI among its alternative names (default: certificates name nobody).")
  private @Nullable String subject;

  @Option(
      names = "--mtls-roles",
      paramLabel = "FIELD",
      description =
          "Field of a client's certificate with the user's roles: ou, the subject's organizational"
              + " units (default: no roles).")
  private @Nullable String roles;

  List<AuthenticatorProvider> providers() {
    if (roles != null && !roles.equals("ou")) {
      throw wrong("--mtls-roles must be ou");
    }
    if (subject == null && roles != null) {
      throw wrong("--mtls-roles requires --mtls-sub: the field that names the user");
    }
    return subject == null ? List.of() : List.of(new MtlsConfig(field(subject), roles != null));
  }

  private MtlsConfig.Name field(String text) {
    return switch (text) {
      case "cn" -> MtlsConfig.Name.CN;
      case "san-uri" -> MtlsConfig.Name.SAN_URI;
      default -> throw wrong("--mtls-sub must be cn or san-uri");
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
