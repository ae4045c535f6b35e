package io.actjs.actjsd.access.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function of the operator at the door of a real server. */
class HookDoorTest {
  private static final String HOOK =
      """
      export default async function who(req) {
        switch (req.headers['x-api-key']) {
          case 'admin': return { sub: 'root', roles: ['admin'] };
          case 'loop': for (;;) {}
          case 'throw': throw new Error('no');
        }
        return null;
      }
      """;

  @TempDir private Path folder;

  private DaemonConfig config(String source, Isolation isolation) throws Exception {
    Path file = Files.writeString(folder.resolve("auth.ts"), source);
    return DaemonConfig.ephemeral()
        .withIsolation(isolation)
        .withAccess(AccessConfig.OPEN.withUsers(new HookConfig(file, isolation::open)));
  }

  /**
   * A function that was stopped is loaded anew, in a process perhaps: requests may find it busy.
   */
  private static Answer audit(DaemonFixture server, String key) {
    long end = System.nanoTime() + 60_000_000_000L;
    Answer answer;
    do {
      answer = server.send(server.request("/v1/admin/audit").header("X-Api-Key", key).GET());
    } while (answer.status() == 503 && System.nanoTime() < end);
    return answer;
  }

  @ParameterizedTest
  @EnumSource
  void w15TheServerAsksItWhereverItRuns(Isolation isolation) throws Exception {
    try (DaemonFixture server = DaemonFixture.of(config(HOOK, isolation))) {
      audit(server, "admin").assertStatus(200);
      audit(server, "loop").assertProblem(ProblemCode.Unauthorized);
      audit(server, "throw").assertProblem(ProblemCode.Unauthorized);
      audit(server, "other").assertProblem(ProblemCode.Forbidden);
      audit(server, "admin").assertStatus(200);
      server
          .send(server.request("/v1/classes").header("Authorization", "Bearer x").GET())
          .assertProblem(ProblemCode.Unauthorized);
    }
  }

  @Test
  void aServerWhoseFunctionDoesNotCompileDoesNotStart() throws Exception {
    DaemonConfig wrong = config("export default (req) => ({ sub: 7 });\n", Isolation.THREAD);
    int port;
    try (DaemonFixture server = DaemonFixture.of(config(HOOK, Isolation.THREAD))) {
      port = server.daemon.port();
    }
    Files.writeString(folder.resolve("auth.ts"), "export default (req) => ({ sub: 7 });\n");
    ActjsException e = assertThrows(ActjsException.class, () -> Daemon.start(wrong.withPort(port)));
    assertEquals(ProblemCode.TypeInvalid, e.code());
    Files.writeString(folder.resolve("auth.ts"), HOOK);
    Daemon.start(wrong.withPort(port)).close();
  }
}
