package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.access.AdminToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon that wants its token, and commands for it. Each test has a class of its own. */
public abstract class ShelfCommands {
  protected static final String TOKEN = "a-token-for-tests";
  private static final AtomicInteger NEXT = new AtomicInteger();
  public static Daemon daemon;
  @TempDir public static Path dir;

  public final String name = "Shelf" + NEXT.incrementAndGet();

  @BeforeAll
  protected static void start() {
    daemon =
        Daemon.start(DaemonConfig.ephemeral().withPort(0).withAdminToken(AdminToken.of(TOKEN)));
  }

  @AfterAll
  protected static void stop() {
    daemon.close();
  }

  protected static Ran at(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--server=" + daemon.uri();
    all[args.length + 1] = "--token=" + TOKEN;
    return Ran.actctl(all);
  }

  protected static String ok(String... args) {
    Ran ran = at(args);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals("", ran.err());
    return ran.out();
  }

  protected static String refused(String... args) {
    Ran ran = at(args);
    assertEquals(1, ran.exit(), ran.out());
    assertEquals("", ran.out());
    return ran.err();
  }

  protected Path file(String mark, String members) throws IOException {
    String source =
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<any> {
          state: any = { items: 0 };
          %s
          @handler('which') which(): string { return '%s'; }
          @handler('add') add(args: { by?: number }): number { return (this.state.items += args.by ?? 1); }
          @handler('later') later(): string {
            return this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'add', { by: 5 });
          }
        }
        """
            .formatted(name, members, mark);
    return Files.writeString(dir.resolve(name + ".ts"), source);
  }

  protected String publish(String version, String... options) throws IOException {
    return publish(file(version, ""), version, options);
  }

  protected static String publish(Path file, String version, String... options) {
    String[] args =
        Arrays.copyOf(
            new String[] {"publish", "" + file, "--version", version}, 4 + options.length);
    System.arraycopy(options, 0, args, 4, options.length);
    return ok(args);
  }
}
