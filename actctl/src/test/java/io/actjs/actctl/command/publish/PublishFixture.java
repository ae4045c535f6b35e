package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.actctl.Ran;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A daemon for the tests of one class, and a folder of classes for each of them. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PublishFixture {
  private Daemon daemon;
  @TempDir Path dir;

  @BeforeAll
  final void start() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterAll
  final void stop() {
    daemon.close();
  }

  final Ran at(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + daemon.uri());
    return Ran.actctl(all.toArray(String[]::new));
  }

  final String ok(String... args) {
    Ran ran = at(args);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals("", ran.err());
    return ran.out();
  }

  final String refused(String... args) {
    Ran ran = at(args);
    assertEquals(1, ran.exit(), ran.out());
    assertEquals("", ran.out());
    return ran.err();
  }

  final String write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  /** A class with one handler, whose parameter and body are given. */
  final String counting(String name, String parameter, String more) throws IOException {
    return write(
        name + ".ts",
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') add(args: %s): number { return (this.state.n += 1); }
          %s
        }
        """
            .formatted(name, parameter, more));
  }

  final boolean isPublished(String name) {
    return at("list", name).exit() == 0;
  }
}
