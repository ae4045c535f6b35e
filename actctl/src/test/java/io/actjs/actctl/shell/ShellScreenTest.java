package io.actjs.actctl.shell;

import io.actjs.actctl.terminal.Pty;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees at a terminal. */
class ShellScreenTest {
  @TempDir private static Path dir;
  private static ShopServer shop;

  @BeforeAll
  static void start() throws Exception {
    shop = ShopServer.start(dir);
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @Test
  void probe() throws Exception {
    try (Pty pty =
        Pty.of(80, 24)
            .with(Map.of("ACTJS_CONFIG_DIR", dir.resolve("probe").toString()))
            .actctl("shell", "--server", shop.url())) {
      long t = System.nanoTime();
      pty.awaitLast(">");
      System.out.println("prompt after " + (System.nanoTime() - t) / 1_000_000);
      System.out.println(pty.output().replace("\033", "ESC"));
      pty.type("await Cart('c1').addItem({sku: 'X', qty: 1})" + Pty.ENTER);
      pty.await("\n1\n>");
      pty.type("Cart('c1')." + Pty.TAB);
      Thread.sleep(5000);
      System.out.println(pty.screen());
      System.out.println("----");
      pty.type("add" + Pty.TAB + "{" + Pty.TAB);
      Thread.sleep(5000);
      System.out.println(pty.screen());
      System.out.println("----");
      pty.type(Pty.CTRL_C);
      Thread.sleep(2000);
      System.out.println(pty.screen());
      System.out.println("----");
      pty.type(
          "function f(x: number) {"
              + Pty.ENTER
              + "return x + 1"
              + Pty.ENTER
              + "}"
              + Pty.ENTER
              + "f(2)"
              + Pty.ENTER);
      Thread.sleep(3000);
      System.out.println(pty.screen());
      System.out.println("----");
      pty.type("for (;;);" + Pty.ENTER);
      Thread.sleep(1500);
      pty.type(Pty.CTRL_C);
      Thread.sleep(3000);
      pty.type("await Cart('c1').refuse()" + Pty.ENTER);
      Thread.sleep(2000);
      pty.type(".watch Cart c1" + Pty.ENTER);
      Thread.sleep(2000);
      pty.type(Pty.CTRL_C);
      Thread.sleep(2000);
      pty.type(".hlp" + Pty.ENTER);
      Thread.sleep(1000);
      System.out.println(pty.screen());
      System.out.println("----");
      pty.type(Pty.CTRL_D);
      System.out.println("exit " + pty.awaitExit());
      System.out.println(pty.output().replace("\033", "ESC"));
    }
  }
}
