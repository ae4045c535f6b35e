package io.actjs.engine;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A small program that never ends by itself, made at random: an endless loop of some form, around
 * statements that a compiler may unroll, hoist, fuse or drop. None of them spends long inside one
 * built-in function.
 */
final class LoopProgram {
  private static final List<String> STATEMENTS =
      List.of(
          "new Array(#)",
          "new Array(#).fill(0)",
          "const g = new Array(#); g[0] = n",
          "const g = new Array(#); g[n & 3] = g.length; s += g[n & 3]",
          "const g = [n, n + 1, n + 2]; s += g[1]",
          "a.push(new Array(#))",
          "a[n & 63] = new Array(#)",
          "a.length = 0; a.push(n)",
          "new Float64Array(#)",
          "const f = new Int32Array(#); for (let i = 0; i < 8; i++) f[i] = i * n",
          "new Uint8Array(8).set([1, 2, 3])",
          "s += n * 3 | 0",
          "s = s * 1.0001 + Math.sqrt(n)",
          "s ^= Math.imul(n, 0x9e3779b1)",
          "for (let i = 0; i < #; i++) s += i",
          "for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) s += i * j",
          "for (const x of [1, 2, 3]) s += x",
          "let i = 0; while (i < #) i += 2",
          "let i = 3; do { s += i } while (--i)",
          "t = (t + 'ab').slice(-9)",
          "s += `${n}-${s}`.length",
          "o = { x: n, y: [n] }; s += o.y[0]",
          "o.x = (o.x | 0) + 1",
          "const { x, ...rest } = { x: n, y: 1, z: 2 }; s += rest.y",
          "const [p, q = 2] = [n]; s += p + q",
          "m.set(n & 15, { n }); m.delete((n + 1) & 15)",
          "new Map([[n, 1]]); new Set([n])",
          "s += [3, 1, 2].sort().map(x => x + 1).length",
          "s += JSON.stringify({ n }).length",
          "JSON.parse('[1,2]')",
          "const h = () => n; s += h()",
          "s += (function (...all) { return all.length })(n, s)",
          "class C { v = n } s += new C().v",
          "try { if (n % 5 === 0) throw n } catch { s++ }",
          "try { s++ } finally { s-- }",
          "switch (n & 3) { case 0: s++; break; case 1: s--; break; default: s ^= 1 }",
          "for (const x of [1, 2]) { if (n % 3 === 0) continue; s += x; }",
          "if (s < 0) s = 0; else if (s > 1e9) s = 1",
          "b = (b + 3n) & 0xffffn",
          "s += /a(b|c)/.test('xab') ? 1 : 0",
          "s += 'a,b,c'.split(',').length",
          "self.state.touched = n & 7",
          "s += self.state.touched",
          "s += Symbol('x') ? 1 : 0; Date.now()");

  private static final List<String> LOOPS =
      List.of(
          "for (;;) { @ }",
          "for (;;) { n++; @ }",
          "for (let k = 0; ; k++) { n = k; @ }",
          "for (let k = 0; k >= 0; k = (k + 1) & 1023) { n = k; @ }",
          "for (let k = 0n; ; k++) { n++; @ }",
          "while (true) { n++; @ }",
          "do { n++; @ } while (n === n)",
          "outer: for (;;) { for (let i = 0; i < 9; i++) { n++; if (i === 7) continue outer; @ } }",
          "for (;;) { try { for (;;) { n++; @ } } catch { n = 0; } finally { s = 0; } }",
          "const all = { *[Symbol.iterator]() { for (;;) yield n++; } }; for (const x of all) { @ }",
          "const all = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) };"
              + " for (const x of all) { n++; @ }",
          "const twice = () => { for (;;) { n++; @ } }; [1, 2].forEach(twice);",
          "const o2 = { get x() { for (;;) { n++; @ } } }; return o2.x;",
          "new Proxy({}, { get: () => { for (;;) { n++; @ } } }).x;",
          "const body = () => { for (let i = 0; i < 99; i++) { n++; @ } }; for (;;) body();",
          "const forever = { [Symbol.iterator]: () => ({ next() { n++; @ return { done: false, value: n }; } }) };"
              + " Iterator.from(forever).some(x => x < 0);",
          "const forever = (function* () { for (;;) yield n++; })();"
              + " forever.map(x => { @ return x; }).drop(1e15).next();",
          "const forever = { [Symbol.iterator]: () => ({ next() { n++; @ return { done: false, value: 1 }; } }) };"
              + " new Set(forever);",
          "for await (const x of (async function* () { for (;;) yield n++; })()) { @ }",
          "const again = () => { n++; { @ } return Promise.resolve().then(again); }; await again();",
          "const again = () => { n++; { @ } queueMicrotask(again); }; again(); await new Promise(() => {});",
          "[3, 1, 2].sort(() => { for (;;) { n++; @ } });",
          "'aaa'.replace(/a/g, () => { for (;;) { n++; @ } });",
          "JSON.stringify({ toJSON() { for (;;) { n++; @ } } });",
          "const recurse = k => { n = k; { @ } return k > 50 ? 0 : recurse(k + 1); }; for (;;) recurse(0);",
          "await null; for (;;) { n++; @ }",
          "for (;;) { await null; for (let i = 0; i < 9999; i++) { n++; @ } }");

  private LoopProgram() {}

  /** The body of an async method. */
  static String random(RandomGenerator random) {
    StringBuilder inner = new StringBuilder();
    int statements = 1 + random.nextInt(4);
    for (int i = 0; i < statements; i++) {
      String statement = pick(random, STATEMENTS).replace("#", size(random));
      // Braces, so that names may come twice; a jump stays in the loop of the program.
      inner.append("{ ").append(statement).append("; } ");
    }
    return around(pick(random, LOOPS), inner.toString());
  }

  /** The body of a method whose statements stand in a loop that has no other content. */
  static String bare(String loop) {
    return around(loop, "");
  }

  private static String around(String loop, String inner) {
    return "const self = this; let n = 0, s = 0, t = '', b = 1n, o = {}; const a = [], m = new Map(); "
        + loop.replace("@", inner);
  }

  private static String size(RandomGenerator random) {
    int[] sizes = {1, 7, 16, 50, 64, 100, 200, 1000};
    return String.valueOf(sizes[random.nextInt(sizes.length)]);
  }

  private static String pick(RandomGenerator random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
