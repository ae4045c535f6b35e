package io.actjs.actjsd.access.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.DefaultPolicy;
import io.actjs.actjsd.access.PresentedHeaders;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of an identity provider at the door of a real server. */
class JwtDoorTest {
  private static final String ADMIN = "correct-horse";
  private static Issuer issuer;
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    issuer = new Issuer();
    AccessConfig access =
        AccessConfig.OPEN
            .withAdminToken(AdminToken.of(ADMIN))
            .withUsers(JwtConfig.of(issuer.url(), Issuer.AUDIENCE))
            .withDefaultPolicy(DefaultPolicy.ALLOW);
    server = DaemonFixture.of(DaemonConfig.ephemeral().withAccess(access));
    server
        .send(
            with(ADMIN, "/v1/classes/Who/versions")
                .POST(
                    BodyPublishers.ofString(
                        "{\"version\":\"1.0.0\",\"source\":\"import { Actor, handler } from 'actjs'; export"
                            + " default class Who extends Actor<{}> { state = {}; @handler('sub')"
                            + " sub() { return this.actjs.caller.principal; } }\"}")))
        .assertStatus(201);
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
  }

  private static java.net.http.HttpRequest.Builder with(String token, String path) {
    return server
        .request(path)
        .header("content-type", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private static Answer who(String token) {
    return server.send(with(token, "/v1/actors/Who/a/sub").POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void theActorLearnsWhoCallsAlsoOnTheShortWay() {
    String token =
        Issuer.rs256(Issuer.header("RS256", "rsa"), Issuer.claims("ann", "\"roles\":[\"editor\"]"));
    int fetched = issuer.fetches.get();
    for (int i = 0; i < 3; i++) {
      var principal = who(token).assertStatus(200).json().findValue("sub");
      assertEquals("ann", principal.textValue());
    }
    assertEquals(fetched, issuer.fetches.get());
  }

  @Test
  void w15WhatDoesNotHoldIsUnauthorizedOnEveryRouteAndNeverAnonymous() {
    String good = Issuer.token("ann");
    String forged = good.substring(0, good.length() - 8) + "AAAAAAAA";
    long past = System.currentTimeMillis() / 1000 - 3600;
    String expired =
        Issuer.rs256(
            Issuer.header("RS256", "rsa"),
            "{\"sub\":\"ann\",\"aud\":\"shop\",\"exp\":" + past + "}");
    for (String bad : List.of(forged, expired)) {
      who(bad).assertProblem(ProblemCode.Unauthorized);
      for (String path : List.of("/v1/classes", "/v1/actors/Who/a", "/v1/admin/audit")) {
        Answer refused = server.send(with(bad, path).GET());
        refused.assertProblem(ProblemCode.Unauthorized);
        assertFalse(refused.text().contains(bad));
        assertEquals("Bearer realm=\"actjs\"", refused.header("WWW-Authenticate"));
      }
      server
          .send(server.request("/v1/actors/Who/a/events?token=" + bad).GET())
          .assertProblem(ProblemCode.Unauthorized);
    }
  }

  @Test
  void anAdministratorIsAUserWithTheRole() {
    server
        .send(with(Issuer.token("ann"), "/v1/admin/audit").GET())
        .assertProblem(ProblemCode.Forbidden);
    String admin =
        Issuer.rs256(Issuer.header("RS256", "rsa"), Issuer.claims("root", "\"scope\":\"admin\""));
    server.send(with(admin, "/v1/admin/audit").GET()).assertStatus(200);
    try (DaemonFixture other =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withAccess(
                    AccessConfig.OPEN.withUsers(JwtConfig.of(issuer.url(), Issuer.AUDIENCE))))) {
      other.get("/v1/admin/audit").assertProblem(ProblemCode.Forbidden);
    }
  }

  @Test
  void aTokenIsAtHandOnceItIsVerified() {
    try (Authenticator jwt = JwtConfig.of(issuer.url(), Issuer.AUDIENCE).open()) {
      PresentedHeaders token = PresentedHeaders.bearing(Issuer.token("ann"));
      assertFalse(jwt.isAtHand(token));
      var first = jwt.identify(token);
      assertTrue(jwt.isAtHand(token));
      assertSame(first, jwt.identify(token));
      assertNull(jwt.identify(PresentedHeaders.bearing("opaque")));
    }
  }
}
