package io.actjs.actctl.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.actjsd.access.jwt.JwtAlgorithm;
import io.actjs.actjsd.access.jwt.JwtConfig;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class UserOptionsTest {
  private static final String KEYS = "--jwks=https://id.example.org/keys";

  @Command(name = "holder")
  private static final class Holder {
    @Mixin private UserOptions users;
  }

  private static AccessConfig access(String... args) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(args);
    return holder.users.applyTo(AccessConfig.OPEN, Isolation.THREAD);
  }

  @Test
  void aDaemonWithAnyOfThemHasUsers() {
    assertFalse(access().hasUsers());
    AccessConfig all =
        access(
            "--mtls-sub=cn",
            "--auth=auth.ts",
            "--hmac-secret-file=secret",
            KEYS,
            "--jwt-audience=shop");
    assertTrue(all.hasUsers());
    assertEquals(
        List.of("jwt", "hmac", "auth.ts", "mtls"),
        all.users().stream().map(AuthenticatorProvider::name).toList());
  }

  @Test
  void tokensAreDescribed() {
    JwtConfig config =
        (JwtConfig)
            access(
                    KEYS,
                    "--jwt-issuer=https://id.example.org/",
                    "--jwt-audience=shop",
                    "--jwt-audience=cart",
                    "--jwt-algorithms=ES256,HS256",
                    "--jwt-roles-claim=realm_access.roles",
                    "--jwt-tenant-claim=org")
                .users()
                .getFirst();
    assertEquals("https://id.example.org/", config.issuer());
    assertEquals(Set.of("shop", "cart"), config.audience());
    assertEquals(Set.of(JwtAlgorithm.ES256, JwtAlgorithm.HS256), config.algorithms());
    assertEquals("realm_access.roles", config.rolesClaim());
    assertEquals("org", config.tenantClaim());

    JwtConfig any = (JwtConfig) access(KEYS, "--jwt-any-audience").users().getFirst();
    assertEquals(Set.of(), any.audience());
    assertEquals(JwtAlgorithm.DEFAULT, any.algorithms());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--jwks=https://id.example.org/keys | --jwks requires --jwt-audience",
        "--jwks=https://a.b/k --jwt-audience=x --jwt-any-audience | exclude each other",
        "--jwks=http://id.example.org/keys --jwt-audience=x | https only",
        "--jwt-audience=shop | require --jwks",
        "--jwks=k --jwt-audience=x --jwt-algorithms=none | none",
        "--mtls-sub=o | cn or san-uri",
        "--mtls-roles=ou | requires --mtls-sub",
        "--mtls-sub=cn --mtls-roles=o | must be ou",
        "--auth=java:nobody | no provider"
      })
  void whatDoesNotGoTogetherIsRefused(String args, String why) {
    ParameterException e =
        assertThrows(ParameterException.class, () -> access(args.strip().split(" ")));
    assertTrue(
        e.getMessage().contains(why.equals("no provider") ? "0 providers" : why), e.getMessage());
  }
}
