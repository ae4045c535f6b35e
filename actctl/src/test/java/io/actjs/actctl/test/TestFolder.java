package io.actjs.actctl.test;

import io.actjs.actctl.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with classes and test files, in which {@code actctl test} runs. */
record TestFolder(Path path) {
  static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add({ by }: { by: number }): number {
          if (by === 0) throw new RangeError('by nothing');
          this.state.count += by;
          return this.state.count;
        }
        @handler('loop') loop(): void { for (;;); }
        @handler('forever') async forever(): Promise<void> { await new Promise(() => {}); }
        @handler('storm') storm(): void { this.actjs.tell(this.actjs.self, 'storm'); }
      }
      """;

  static final String IMPORTS =
      """
      import { afterEach, assertSnapshot, beforeEach, describe, expect, test, TestRuntime } from 'actjs/test';
      import { Counter } from './Counter';
      const counter = () => TestRuntime.create({ classes: { Counter } }).actor(Counter, { id: 'c' });
      """;

  /** Lines before the first of a test file that {@link #test} wrote. */
  static final int LINES_BEFORE = 3;

  static TestFolder in(Path path) {
    return new TestFolder(path).file("Counter.ts", COUNTER);
  }

  TestFolder file(String name, String text) {
    try {
      Files.createDirectories(path.resolve(name).getParent());
      Files.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A test file that imports all it may want. */
  TestFolder test(String name, String text) {
    return file(name, IMPORTS + text);
  }

  Ran run(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "test";
    words[1] = path.toString();
    System.arraycopy(options, 0, words, 2, options.length);
    return Ran.actctl(words);
  }
}
