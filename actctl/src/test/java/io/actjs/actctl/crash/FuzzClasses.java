package io.actjs.actctl.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Actor classes whose turns are random programs, those that hold the kernel's membrane to plain
 * JavaScript. The seed of a turn makes its program.
 */
final class FuzzClasses {
  private static final Path PROGRAMS = Path.of("../shared/src/test/ts/programs.ts");

  private static final String SHARED =
      """
      const begin = (seed: number) => randomJson(chanceOf(seed), 4);

      /** Runs the program of a seed; a state that has become large begins again. */
      function runProgram(holder: Holder, seed: number, steps: number): void {
        if (JSON.stringify(holder.state).length > 3000) holder.state = begin(seed);
        new Program(chanceOf(seed), holder).run(steps);
      }

      /** What an undo has to put back in its place. */
      function spoil(state: any): never {
        if (typeof state === 'object' && state !== null) {
          if (Array.isArray(state)) state.reverse();
          else for (const first of Object.keys(state).slice(0, 2)) delete state[first];
        }
        throw new Error('fails');
      }
      """;

  private static final String STATE =
      """
      import { Actor, handler } from 'actjs';

      export class Fuzz extends Actor<any> {
        state: any = {};

        @handler('begin')
        begin({ seed }: { seed: number }) {
          this.state = begin(seed);
        }

        @handler('run')
        run({ seed, fail }: { seed: number; fail: boolean }) {
          runProgram(this, seed, 1 + (seed % 23));
          if (fail) spoil(this.state);
          return JSON.stringify(this.state);
        }

        @handler('read')
        read() {
          return JSON.stringify(this.state);
        }
      }
      """;

  private static final String EVENTS =
      """
      import { EventSourced, handler } from 'actjs';

      export class FuzzEvents extends EventSourced<any, any> {
        initialState(): any {
          return {};
        }

        reduce(state: any, event: any): any {
          if (event.type === 'begin') return begin(event.seed);
          if (event.type === 'fail') spoil(state);
          const holder = { state };
          runProgram(holder, event.seed, event.steps);
          return holder.state === undefined ? null : holder.state;
        }

        @handler('begin')
        begin({ seed }: { seed: number }) {
          return { events: [{ type: 'begin', seed }] };
        }

        @handler('run')
        run({ seed, fail }: { seed: number; fail: boolean }) {
          const events: any[] = [];
          for (let i = 0; i <= seed % 3; i++) events.push({ type: 'run', seed: seed + i, steps: 1 + (seed % 11) });
          if (fail) events.push({ type: 'fail' });
          return { events };
        }

        @handler('read')
        read() {
          return { events: [], result: JSON.stringify(this.state) };
        }
      }
      """;

  private FuzzClasses() {}

  /** Of an actor that writes its state. */
  static String state() throws IOException {
    return STATE + SHARED + programs();
  }

  /** Of one that is event-sourced. */
  static String events() throws IOException {
    return EVENTS + SHARED + programs();
  }

  private static String programs() throws IOException {
    return Files.readString(PROGRAMS).replace("export ", "");
  }
}
