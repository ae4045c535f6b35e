package io.actjs.actctl.command.server;

import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.actjsd.access.jwt.JwtAlgorithm;
import io.actjs.actjsd.access.jwt.JwtConfig;
import io.actjs.model.ActjsException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which JSON Web Tokens a daemon believes. */
final class JwtOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--jwks",
      paramLabel = "URL|FILE",
      description =
          "Keys of the identity provider whose tokens are accepted: a JSON Web Key Set at an"
              + " https address, or in a file.")
  private @Nullable String keys;

  @Option(
      names = "--jwt-issuer",
      paramLabel = "ISSUER",
      description = "Required iss of a token (default: any).")
  private @Nullable String issuer;

  @Option(
      names = "--jwt-audience",
      paramLabel = "AUDIENCE",
      description = "Required aud of a token; repeatable, one of them is enough.")
  private List<String> audience = List.of();

  @Option(
      names = "--jwt-any-audience",
      description = "Accept tokens that the identity provider has issued for other services, too.")
  private boolean anyAudience;

  @Option(
      names = "--jwt-algorithms",
      paramLabel = "ALG",
      split = ",",
      description =
          "Accepted signature algorithms, e.g. RS256,ES256 (default: RS256,ES256,EdDSA)."
              + " HS256 verifies with keys of kty oct only.")
  private List<JwtAlgorithm> algorithms = List.of();

  @Option(
      names = "--jwt-roles-claim",
      paramLabel = "CLAIM",
      description =
          "Claim of a user's roles, e.g. realm_access.roles (default: roles, else scope).")
  private @Nullable String rolesClaim;

  @Option(
      names = "--jwt-tenant-claim",
      paramLabel = "CLAIM",
      defaultValue = "tenant",
      description = "Claim of a user's tenant (default: ${DEFAULT-VALUE}).")
  private String tenantClaim;

  /** Empty when no keys are given. */
  List<AuthenticatorProvider> providers() {
    if (keys == null) {
      if (issuer != null || !audience.isEmpty() || anyAudience || !algorithms.isEmpty()) {
        throw wrong("--jwt-… options require --jwks: the keys that tokens are verified with");
      }
      return List.of();
    }
    if (audience.isEmpty() != anyAudience) {
      throw wrong(
          anyAudience
              ? "--jwt-audience and --jwt-any-audience exclude each other"
              : "--jwks requires --jwt-audience, the aud of tokens for this server; without it,"
                  + " tokens for other services would be accepted, which --jwt-any-audience allows");
    }
    Set<JwtAlgorithm> accepted =
        algorithms.isEmpty() ? JwtAlgorithm.DEFAULT : EnumSet.copyOf(algorithms);
    try {
      return List.of(
          new JwtConfig(
              JwtConfig.source(keys),
              issuer,
              Set.copyOf(audience),
              accepted,
              rolesClaim,
              tenantClaim));
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), "--jwks: " + e.detail(), e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
