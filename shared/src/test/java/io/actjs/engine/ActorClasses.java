package io.actjs.engine;

import io.actjs.model.ClassRef;
import io.actjs.model.Version;

/** Actor classes that the engine's tests load. */
final class ActorClasses {
  static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';

      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };

        @handler('add')
        add({ by }: { by: number }) {
          this.state.count += by;
          return this.state.count;
        }

        @handler('echo')
        echo(args: unknown) {
          return args;
        }
      }
      """;

  /** Each handler changes the state first, so that a trace of it would show. */
  static final String HOG =
      """
      class Hog extends actjs.Actor {
        state = { touched: 0 };

        @handler('spin') spin() { this.state.touched++; for (;;) {} }
        @handler('spinLater') async spinLater() { this.state.touched++; await null; for (;;) {} }
        @handler('push') push() {
          this.state.touched++;
          const all = [];
          for (;;) all.push({ a: [1, 2, 3] });
        }
        @handler('pushLater') async pushLater() {
          this.state.touched++;
          await null;
          const all = [];
          for (;;) all.push({ a: [1, 2, 3] });
        }
        @handler('fillState') fillState() {
          this.state.all = [];
          for (;;) this.state.all.push({ a: [1, 2, 3] });
        }
        @handler('strings') strings() {
          this.state.touched++;
          let s = 'abcdefghijklmnop';
          for (;;) { s += s; s.charCodeAt(3); }
        }
        @handler('map') map() {
          this.state.touched++;
          const all = new Map();
          for (let i = 0; ; i++) all.set(i, { i });
        }
        @handler('concat') concat() {
          this.state.touched++;
          let all = new Array(1000).fill(1);
          for (;;) all = all.concat(all);
        }
        @handler('spread') spread() { this.state.touched++; Math.max(...new Array(5e7)); }
        @handler('recurse') recurse() { this.state.touched++; return this.recurse() + 1; }
        @handler('fill') fill() { this.state.touched++; new Array(1e9).fill(0); }
        @handler('split') split() { this.state.touched++; 'x'.repeat(2 ** 28).split(''); }
        @handler('regexp') regexp() { this.state.touched++; /(a+)+b/.test('a'.repeat(60)); }
        @handler('eval') eval() { return globalThis.eval('1'); }
        @handler('function') function() { return new Function('return 1')(); }
        @handler('constructor') ctor() { return (async () => {}).constructor('return 1'); }
        @handler('throwLater') async throwLater() { throw new TypeError('later'); }
        @handler('touched') touched() { return this.state.touched; }
      }
      """;

  private ActorClasses() {}

  static ClassRef ref(String name) {
    return new ClassRef(name, Version.parse("1.0.0"));
  }
}
