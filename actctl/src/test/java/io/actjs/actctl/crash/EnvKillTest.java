package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that were set are there after a kill, and their secrets are nowhere to be read. */
class EnvKillTest {
  private static final String SECRET = "sk_live_topsecret";
  private static final String PAY =
      """
      import { Actor, handler } from 'actjs';
      export class Pay extends Actor {
        static env = { REGION: 'string', STRIPE_KEY: 'secret' };
        state = {};
        @handler('read') read() { return [this.actjs.env.REGION, this.actjs.env.STRIPE_KEY.length]; }
        @handler('leak') leak(): void {
          console.log('the key is', this.actjs.env.STRIPE_KEY, { all: this.actjs.env });
          void Promise.reject(new Error('nobody awaits ' + this.actjs.env.STRIPE_KEY));
          throw new Error('refused: ' + this.actjs.env.STRIPE_KEY);
        }
        @handler('pass') async pass(): Promise<unknown> {
          return await this.actjs.call({ class: 'Pass', id: 'a' }, 'log', this.actjs.env.STRIPE_KEY);
        }
      }
      """;

  /** Declares no secret, and is told one. */
  private static final String PASS =
      """
      import { Actor, handler } from 'actjs';
      export class Pass extends Actor {
        state = {};
        @handler('log') log(text: string) { this.actjs.log.info('was told ' + text); return 1; }
      }
      """;

  @TempDir Path folder;

  private String run(DaemonProcess daemon, String... args) {
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("--server=" + daemon.uri("")))
            .toArray(String[]::new);
    Ran ran = Ran.actctl(all);
    return ran.exit() == 0 ? ran.out() : ran.err();
  }

  @Test
  void anAnsweredSetIsThereAfterAKillAndNoSecretIsInStoreOrLog() throws Exception {
    Path file = folder.resolve("prod.env");
    Files.writeString(file, "REGION=eu\nSTRIPE_KEY=" + SECRET + "\n");
    Path data = folder.resolve("data");
    try (DaemonProcess daemon =
        new DaemonProcess(data, "--env", "prod", "--isolation", "process")) {
      daemon.awaitReady();
      run(
          daemon,
          "env",
          "set",
          "--file",
          file.toString(),
          "--secret-name=STRIPE_KEY",
          "--env=prod");
      Files.delete(file);
      for (String[] each : new String[][] {{"Pay", PAY}, {"Pass", PASS}}) {
        Path source = Files.writeString(folder.resolve(each[0] + ".ts"), each[1]);
        String said = run(daemon, "publish", source.toString(), "--version=1.0.0");
        assertTrue(said.startsWith("published"), said);
      }
      assertEquals("[\"eu\",17]", run(daemon, "call", "Pay", "a", "read"));
      assertEquals("set REGION in prod", run(daemon, "env", "set", "REGION", "us", "--env=prod"));
      daemon.killAndRestart();
      assertEquals("[\"us\",17]", run(daemon, "call", "Pay", "a", "read"));
      run(daemon, "env", "rotate-key");
      daemon.killAndRestart();
      assertEquals("[\"us\",17]", run(daemon, "call", "Pay", "a", "read"));
      assertEquals(
          "actctl: HandlerError: refused: [STRIPE_KEY]", run(daemon, "call", "Pay", "a", "leak"));
      assertEquals("1", run(daemon, "call", "Pay", "a", "pass"));
      Files.setPosixFilePermissions(
          data.resolve("secret-keys"), PosixFilePermissions.fromString("rw-r--r--"));
      daemon.kill();
      String log = daemon.log();
      assertTrue(log.contains("the key is [STRIPE_KEY] {\"all\":"), log);
      assertTrue(log.contains("was told [redacted]"), log);
      assertNoFileHas(SECRET);
      daemon.restart();
      assertEquals(1, daemon.awaitEnd());
      assertTrue(daemon.log().contains("chmod 600"), daemon.log());
    }
  }

  private void assertNoFileHas(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(text), each.toString());
      }
    }
  }
}
