package io.actjs.actjsd.access.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.Test;

class InstalledProvidersTest {

  @Test
  void aProviderOfSomebodyElseSaysWhoSendsARequest() {
    AccessConfig access = AccessConfig.OPEN.withUsers(InstalledProviders.named(BadgeProvider.NAME));
    assertTrue(access.hasUsers());
    try (DaemonFixture server = DaemonFixture.of(DaemonConfig.ephemeral().withAccess(access))) {
      server.get("/v1/admin/audit").assertProblem(ProblemCode.Forbidden);
      server.send(server.request("/v1/admin/audit").header("X-Badge", "7").GET()).assertStatus(200);
      server
          .send(server.request("/v1/classes").header("X-Badge", "8").GET())
          .assertProblem(ProblemCode.Unauthorized);
    }
    assertEquals(1, BadgeProvider.closed.get());
  }

  @Test
  void aNameThatNobodyHasIsRefusedWithThoseThatThereAre() {
    ActjsException e = assertThrows(ActjsException.class, () -> InstalledProviders.named("other"));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertTrue(e.detail().contains("badge"), e.detail());
  }
}
