package io.actjs.actctl.test;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.actjs.actctl.test.TestEvent.FileEnded;
import io.actjs.actctl.test.TestEvent.RunEnded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchLoopTest {
  private final BlockingQueue<TestEvent> events = new LinkedBlockingQueue<>();

  @TempDir private Path dir;

  /** A file that was written in the moment in which it was read runs once more. */
  private void awaitRun(String... expected) throws InterruptedException {
    List<String> wanted = List.of(expected);
    List<String> seen = nextRun();
    while (!seen.equals(wanted)) {
      seen = nextRun();
    }
  }

  /** Names of the files that the next run runs. */
  private List<String> nextRun() throws InterruptedException {
    List<String> files = new ArrayList<>();
    while (true) {
      TestEvent event = events.poll(60, TimeUnit.SECONDS);
      assertNotNull(event, "nothing runs");
      switch (event) {
        case FileEnded file -> files.add(file.file().getFileName() + " " + file.passed());
        case RunEnded run -> {
          return files.stream().sorted().toList();
        }
      }
    }
  }

  @Test
  void aChangeRunsTheTestsThatItConcerns() throws Exception {
    TestFolder folder =
        TestFolder.in(dir)
            .test(
                "A.test.ts",
                "test('a', async () => { expect(await counter().call.add({ by: 1 })).toBe(1); });")
            .file("help.ts", "export const two = 2;")
            .file(
                "B.test.ts",
                "import { test, expect } from 'actjs/test'; import { two } from './help'; test('b', () => { expect(two).toBe(2); });");
    try (TestRun run = new TestRun(dir.resolve(".actjs/cache"), name -> true, events::add)) {
      Thread watching = Thread.ofPlatform().start(() -> watch(run));
      try {
        awaitRun("A.test.ts true", "B.test.ts true");
        folder.file("help.ts", "export const two = 2 + 1;");
        awaitRun("B.test.ts false");
        folder.file("Counter.ts", TestFolder.COUNTER.replace("+= by", "-= by"));
        awaitRun("A.test.ts false");
        folder.file("C.test.ts", "import { test } from 'actjs/test'; test('c', () => {});");
        awaitRun("C.test.ts true");
      } finally {
        watching.interrupt();
        watching.join();
      }
    }
  }

  private void watch(TestRun run) {
    try {
      new WatchLoop(run, () -> TestFiles.in(dir)).run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
