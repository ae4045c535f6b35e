package io.actjs.actctl.command.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl codegen --watch}. */
class CodegenWatchTest {
  @TempDir private Path dir;

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve("classes").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void writeCart(String member) throws IOException {
    write(
        "Cart.ts",
        "import { Actor, handler } from 'actjs';\nimport type { Line } from './lib/line';\n"
            + "export class Cart extends Actor<{ lines: Line[] }> { state = { lines: [] as Line[] };\n"
            + member
            + "\n}\n");
  }

  private void await(String text) throws IOException, InterruptedException {
    Path types = dir.resolve("out/index.d.ts");
    Deadline deadline = new Deadline();
    while (!Files.exists(types) || !Files.readString(types).contains(text)) {
      deadline.pause(text + " does not come");
    }
  }

  @Test
  void aSaveReachesTheTypes() throws Exception {
    write("lib/line.ts", "export interface Line { sku: string }\n");
    writeCart("");
    StringWriter err = new StringWriter();
    StringWriter out = new StringWriter();
    Thread watch =
        Thread.ofPlatform()
            .start(
                () ->
                    Ran.line(new PrintWriter(out), new PrintWriter(err))
                        .execute("codegen", dir + "/classes", "--out", dir + "/out", "--watch"));
    try {
      await("sku: string");
      writeCart("@handler('add') add(args: { by: number }): void {}");
      await("add(args: { by: number })");
      write("lib/line.ts", "export interface Line { sku: string; count: number }\n");
      await("count: number");
      writeCart("@handler('bad') bad(): number { return 'x'; }");
      Deadline deadline = new Deadline();
      while (!err.toString().contains("TypeInvalid: Cart.ts:4:")) {
        deadline.pause("the error is not said: " + err);
      }
      write(
          "Stock.ts",
          "import { Actor } from 'actjs';\nexport class Stock extends Actor<{ n: 1 }> {}\n");
      writeCart("");
      await("StockState");
    } finally {
      watch.interrupt();
      assertTrue(watch.join(java.time.Duration.ofSeconds(30)), "it does not end");
    }
  }

  @Test
  void aServerIsNotWatched() {
    assertEquals(2, Ran.actctl("codegen", "--out", dir + "/out", "--watch").exit());
    assertEquals(2, Ran.actctl("codegen", ".", "--out", dir + "/o", "--watch", "--check").exit());
  }
}
