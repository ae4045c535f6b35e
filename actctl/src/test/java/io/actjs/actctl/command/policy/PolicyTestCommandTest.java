package io.actjs.actctl.command.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file of rules beside a class to what they decide. */
class PolicyTestCommandTest {
  private final Daemon daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));

  @TempDir private Path folder;

  @BeforeEach
  void publish() throws IOException {
    Files.writeString(
        folder.resolve("Cart.ts"),
        """
        import { Actor, handler } from 'actjs';
        export class Cart extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') add() { return ++this.state.n; }
        }
        """);
    Files.writeString(
        folder.resolve("Cart.policy.yaml"),
        """
        rules:
          - effect: allow
            kinds: create
          - effect: allow
            role: editor
          - effect: allow
            kinds: call
            methods: add
            when: state.n < 1
        """);
    Ran published = actctl("publish", folder.resolve("Cart.ts").toString(), "--version=1.0.0");
    assertEquals(0, published.exit(), published::toString);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private Ran actctl(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri();
    return Ran.actctl(all);
  }

  @Test
  void theRuleThatDecidesIsNamed() {
    assertEquals(
        new Ran(0, "allowed by: rule 2, Cart.policy.yaml:4", ""),
        actctl("policy", "test", "Cart", "c", "--as", "sub=ann,role=editor", "--do", "read"));
    assertEquals(
        new Ran(0, "allowed by: rule 3, Cart.policy.yaml:6", ""),
        actctl("policy", "test", "Cart", "c", "--do", "call:add", "--args", "{}"));
    assertEquals(0, actctl("call", "Cart", "c", "add").exit());
    Ran denied = actctl("policy", "test", "Cart", "c", "--do", "call:add");
    assertEquals(
        new Ran(
            1,
            "denied by: no rule of Cart.policy.yaml\n"
                + "policy denied call add on Cart: no rule of Cart.policy.yaml allows it",
            ""),
        denied);
  }

  @Test
  void whatIsNoQuestionIsRefused() {
    assertTrue(
        actctl("policy", "test", "Cart", "c", "--do", "steal").err().contains("call:HANDLER"));
    assertTrue(
        actctl("policy", "test", "Cart", "c", "--do", "read", "--as", "name=x")
            .err()
            .contains("--as has sub, role and tenant"));
  }

  @Test
  void aFileThatIsWrongIsNotPublished() throws IOException {
    Files.writeString(folder.resolve("Cart.policy.yaml"), "rules:\n  - efect: allow\n");
    Ran refused = actctl("publish", folder.resolve("Cart.ts").toString(), "--version=1.0.1");
    assertTrue(
        refused.err().contains("Cart.policy.yaml:2:5: unknown key \"efect\""), refused.err());
  }
}
