package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl cap}, against a server in a process of its own that is killed. */
class CapabilityKillTest {
  private static final String NOTE =
      """
      import { Actor, handler } from 'actjs';
      export class Note extends Actor<{ n: number }> {
        state = { n: 0 };
        static policy() { return 'allow' as const; }
        @handler('read') read() { return this.state.n; }
        @handler('add') add() { return ++this.state.n; }
      }
      """;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private static Ran at(DaemonProcess daemon, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri("");
    return Ran.actctl(all);
  }

  private static String ok(DaemonProcess daemon, String... args) {
    Ran ran = at(daemon, args);
    assertEquals(0, ran.exit(), ran.err());
    return ran.out().strip();
  }

  private static void awaitServing(DaemonProcess daemon, int times) throws InterruptedException {
    Deadline deadline = new Deadline();
    while (Pattern.compile("(?m)^actjs is serving").matcher(daemon.log()).results().count()
        < times) {
      deadline.pause("the server does not start: " + daemon.log());
    }
  }

  private HttpResponse<String> call(DaemonProcess daemon, String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(daemon.uri("/v1/actors/Note/n1/read"))
            .header("authorization", "Capability " + token)
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private void refused(DaemonProcess daemon, String token) throws Exception {
    HttpResponse<String> answer = call(daemon, token);
    assertEquals(401, answer.statusCode());
    assertTrue(answer.body().contains("CapabilityRevoked"), answer.body());
  }

  @Test
  void w96_aRevocationThatWasAnsweredHoldsAfterKill9() throws Exception {
    Path source = Files.writeString(folder.resolve("Note.ts"), NOTE);
    try (DaemonProcess daemon = DaemonProcess.locked(folder.resolve("data"))) {
      awaitServing(daemon, 1);
      ok(daemon, "publish", source.toString(), "--version=1.0.0");
      ok(daemon, "call", "Note", "n1", "add");
      Ran minted = at(daemon, "cap", "mint", "Note", "n1", "read", "--ttl=30m");
      assertEquals(0, minted.exit(), minted.err());
      String token = minted.out().strip();
      assertTrue(minted.err().contains("for Note n1, until "), minted.err());
      String kept = ok(daemon, "cap", "mint", "Note", "n1", "read", "--grant=read");
      assertEquals(200, call(daemon, token).statusCode());
      assertTrue(ok(daemon, "cap", "inspect", token).contains("valid     yes"));

      assertTrue(ok(daemon, "cap", "revoke", token).startsWith("revoked capability "));
      daemon.kill();
      Ran away = at(daemon, "cap", "inspect", token);
      assertEquals(0, away.exit());
      assertTrue(away.out().contains("actor     Note n1"), away.out());
      assertFalse(away.out().contains("valid"), away.out());
      assertTrue(away.err().contains("not known"), away.err());
      daemon.restart();
      awaitServing(daemon, 2);

      refused(daemon, token);
      assertEquals(200, call(daemon, kept).statusCode());
      assertTrue(ok(daemon, "cap", "revoke", token).contains("had been revoked before"));
      assertEquals(2, ok(daemon, "cap", "revoked").lines().count());
      Ran inspected = at(daemon, "cap", "inspect", "--json", token);
      assertEquals(1, inspected.exit());
      assertTrue(inspected.out().contains("\"code\":\"CapabilityRevoked\""), inspected.out());
      assertTrue(Ran.actctl("cap", "inspect", "--offline", kept).out().contains("grants    read"));

      assertTrue(ok(daemon, "cap", "key", "rotate").startsWith("capabilities are signed with"));
      List<String> keys = ok(daemon, "cap", "key", "list").lines().toList();
      assertEquals(3, keys.size());
      String oldest = keys.get(1).split(" ")[0];
      assertEquals(200, call(daemon, kept).statusCode());
      assertEquals("retired key " + oldest, ok(daemon, "cap", "key", "retire", oldest));
      refused(daemon, kept);
      daemon.killAndRestart();
      awaitServing(daemon, 3);
      refused(daemon, kept);
      String fresh = ok(daemon, "capability", "mint", "Note", "n1", "read");
      assertEquals(200, call(daemon, fresh).statusCode());
    }
  }

  @Test
  void whatIsNoCapabilityIsSaidToBeNone() {
    Ran ran = Ran.actctl("cap", "inspect", "--offline", "x.y");
    assertEquals(1, ran.exit());
    assertTrue(ran.err().contains("no capability"), ran.err());
    assertEquals(2, Ran.actctl("cap", "mint", "Note", "n1", "read", "--ttl=soon").exit());
  }
}
