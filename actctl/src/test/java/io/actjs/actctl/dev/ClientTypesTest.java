package io.actjs.actctl.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.engine.TypeScriptCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl dev --types OUT}. */
class ClientTypesTest {
  private static final String ERRORS = "a class has errors";

  @TempDir private Path dir;
  private final BlockingQueue<DevEvent> events = new LinkedBlockingQueue<>();
  private final List<DevEvent> seen = new ArrayList<>();
  private Path out;
  private Daemon daemon;
  private Thread loop;

  @BeforeEach
  void serve() throws IOException {
    out = dir.resolve("out");
    save("one/Counter.ts", counter("add", "{ by: number }"));
    save("two/Line.ts", line("sku: string"));
    List<Path> dirs = List.of(dir.resolve("one"), dir.resolve("two"));
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
    DevLoop dev = new DevLoop(dirs, out, daemon.runtime(), TypeScriptCompiler.open(), events::add);
    loop =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    dev.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.interrupt();
    loop.join();
    daemon.close();
  }

  private static String counter(String method, String args) {
    return """
        import { Actor, handler } from 'actjs';
        export class Counter extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('%s') go(args: %s): number { return 1; }
        }
        """
        .formatted(method, args);
  }

  private static String line(String members) {
    return "import { Actor } from 'actjs';\nexport class Line extends Actor<{ lines: { %s }[] }> {\n  state = { lines: [] };\n}\n"
        .formatted(members);
  }

  /** As editors do, so that nobody reads half of it. */
  private void save(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Path part = Files.writeString(dir.resolve("part"), text);
    Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private <T extends DevEvent> T next(Class<T> type) throws InterruptedException {
    while (true) {
      DevEvent event = events.poll(120, TimeUnit.SECONDS);
      assertTrue(event != null, () -> type + " does not come after " + seen);
      seen.add(event);
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }

  /**
   * Others may come before: who reads a folder while a file is replaced in it may miss the file.
   */
  private void awaitReason(String part) throws InterruptedException {
    while (!next(DevEvent.Ungenerated.class).reason().contains(part)) {}
  }

  private String types() throws IOException {
    return Files.readString(out.resolve("index.d.ts"));
  }

  /** What the server has for clients that are pinned to the types. */
  private String pinned() throws IOException {
    String sha = Json.parse(Files.readString(out.resolve("manifest.json"))).path("sha256").asText();
    return daemon.runtime().manifests().get(sha).resolved().toString();
  }

  @Test
  void theyAreAsCodegenWritesThemAtTheStartAndAtEachChange() throws Exception {
    next(DevEvent.Generated.class);
    assertTrue(types().contains("add(args: { by: number }): Promise<number>"), types());
    assertTrue(types().contains("sku: string"), types());
    assertEquals("{Counter=1.0.0, Line=1.0.0}", pinned());

    save("one/Counter.ts", counter("take", "{ of: string }"));
    DevEvent.Generated again = next(DevEvent.Generated.class);
    assertTrue(again.written().contains(out.resolve("index.d.ts")), again.toString());
    assertTrue(types().contains("take(args: { of: string }): Promise<number>"), types());
    assertEquals("{Counter=1.0.1, Line=1.0.0}", pinned());

    save("all/Counter.ts", counter("take", "{ of: string }"));
    save("all/Line.ts", line("sku: string"));
    Ran check = Ran.actctl("codegen", dir + "/all", "--out", out.toString(), "--check");
    assertEquals(0, check.exit(), check.out() + check.err());
  }

  @Test
  void whatIsWrongIsToldOnceAndTheTypesStay() throws Exception {
    next(DevEvent.Generated.class);
    String before = types();
    save("one/Counter.ts", counter("add", "{ by: Wrong }"));
    awaitReason(ERRORS);
    assertTrue(seen.stream().anyMatch(DevEvent.TypeErrors.class::isInstance), seen.toString());
    assertEquals(before, types());

    save("one/Counter.ts", counter("add", "{ by: Bad }"));
    next(DevEvent.TypeErrors.class);
    save("one/Counter.ts", counter("mend", "{ by: number }"));
    seen.clear();
    next(DevEvent.Generated.class);
    assertTrue(
        seen.stream()
            .noneMatch(it -> it instanceof DevEvent.Ungenerated u && u.reason().equals(ERRORS)),
        seen.toString());
    assertTrue(types().contains("mend(args"), types());

    Files.writeString(out.resolve("index.js"), "// mine\n");
    save("two/Line.ts", line("count: number"));
    awaitReason("index.js was changed since it was generated");
  }
}
