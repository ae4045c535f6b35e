package io.actjs.actctl.command.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.actjs.actctl.Node;
import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reducers that {@code actctl codegen} writes, held against the server's own. */
class GeneratedReducersTest extends ShelfCommands {
  private static final long SEED = 20261127;
  private static final int EVENTS = 200;

  private static final String MONEY =
      """
      export const rounded = (x: number) => Math.round(x * 100) / 100;
      export const secret = () => 'only the server knows';
      """;

  private static final String BOOKS =
      """
      import { EventSourced, handler } from 'actjs';
      import { rounded, secret } from './lib/money';
      const LIMIT = 5;
      type Line = { n: number; note?: string };
      type Entry = { type: 'in'; amount: number; note?: string } | { type: 'out'; amount: number } | { type: 'wipe' };
      interface State { sum: number; lines: Line[]; count: Record<string, number> }
      abstract class Helper { abstract reduce(): void; }
      function pushed(lines: Line[], line: Line) { return [...lines, line].slice(-LIMIT); }
      export class NAME extends EventSourced<State, Entry> {
        static readonly FIRST = { sum: 0 };
        #factor = 1.1;
        initialState(): State { return { ...NAME.FIRST, lines: [], count: {} }; }
        reduce(state: State, event: Entry): State | void {
          state.count[event.type] = (state.count[event.type] ?? 0) + 1;
          switch (event.type) {
            case 'wipe': return { sum: 0, lines: [], count: state.count };
            default: this.book(state, event.type === 'in' ? 1 : -1, event);
          }
        }
        private book(state: State, sign: number, { amount, note }: { amount: number; note?: string }) {
          state.sum = rounded(state.sum + sign * amount * this.#factor);
          state.lines = pushed(state.lines, { n: amount, note });
        }
        @handler('all') all({ events }: { events: Entry[] }): Entry[] { return this.allowed(secret()) ? events : []; }
        private allowed(word: string) { return word !== ''; }
      }
      """;

  private Path classes() throws IOException {
    Path folder = Files.createDirectories(dir.resolve(name));
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/money.ts"), MONEY);
    Files.writeString(folder.resolve(name + ".ts"), BOOKS.replace("NAME", name));
    return folder;
  }

  private static ArrayNode random(long seed) {
    Random random = new Random(seed);
    ArrayNode events = Json.object().putArray("events");
    for (int i = 0; i < EVENTS; i++) {
      String type = random.nextInt(20) == 0 ? "wipe" : random.nextBoolean() ? "in" : "out";
      var event = events.addObject().put("type", type);
      if (!type.equals("wipe")) {
        event.put("amount", random.nextInt(100_000) / 100.0);
      }
      if (type.equals("in") && random.nextBoolean()) {
        event.put("note", "n\u00e9\u2028" + random.nextInt());
      }
    }
    return events;
  }

  private String folded(String out, ArrayNode events) throws IOException, InterruptedException {
    return Node.run(
        dir,
        """
        import { applyEvent, initialState, reducers } from './%s/index.js';
        let state = initialState('%s');
        for (const event of %s) {
          const before = JSON.stringify(state);
          const next = applyEvent('%2$s', Object.freeze(state), event);
          if (JSON.stringify(state) !== before) { throw new Error('the state was changed'); }
          if (JSON.stringify(reducers.%2$s(state, event)) !== JSON.stringify(next)) { throw new Error('they differ'); }
          state = next;
        }
        try { applyEvent('None', {}, {}); } catch (e) { console.log(e.message); }
        console.log(JSON.stringify(state));
        """
            .formatted(out, name, events));
  }

  @Test
  void theyMakeTheStateOfTheServerFromRandomEvents60() throws Exception {
    Path folder = classes();
    publish(folder.resolve(name + ".ts"), "1.0.0");
    ok("codegen", folder.toString(), "--out", dir.resolve(name + "-out").toString());
    String sha = manifest();
    ok("codegen", "--out", dir.resolve(name + "-served").toString(), "--manifest", sha);
    for (long seed = SEED; seed < SEED + 3; seed++) {
      ArrayNode events = random(seed);
      String id = "of-" + seed;
      ok("call", name, id, "all", "{\"events\":" + events + "}");
      String state =
          Json.parse(ok("actor", "inspect", name, id, "--json")).path("state").toString();
      assertEquals("no reducer for None\n" + state, folded(name + "-out", events), "seed " + seed);
      assertEquals("no reducer for None\n" + state, folded(name + "-served", events));
    }
  }

  @Test
  void whatOnlyTheServerRunsStaysThere() throws IOException {
    ok("codegen", classes().toString(), "--out", dir.resolve(name + "-out").toString());
    String module = Files.readString(dir.resolve(name + "-out/index.js"));
    assertTrue(module.contains("rounded"), module);
    for (String hidden : new String[] {"only the server knows", "secret", "allowed", " all("}) {
      assertFalse(module.contains(hidden), hidden + " is in " + module);
    }
  }

  @Test
  void whatCannotBeBundledIsRefusedWithAWayOut60() throws IOException {
    Path folder = classes();
    Path packages = Files.createDirectories(folder.resolve("node_modules/decimals"));
    Files.writeString(
        packages.resolve("package.json"), "{\"name\":\"decimals\",\"main\":\"index.js\"}");
    Files.writeString(packages.resolve("index.js"), "export const rounded = x => x;");
    Files.writeString(
        packages.resolve("index.d.ts"), "export const rounded: (x: number) => number;");
    Files.writeString(
        folder.resolve("lib/money.ts"),
        "export { rounded } from 'decimals';\nexport const secret = () => 'x';\n");
    ok("codegen", folder.toString(), "--out", dir.resolve(name + "-out").toString());
    publish(folder.resolve(name + ".ts"), "1.0.0");
    // Of a package, a server has what was bundled only.
    String sha = manifest();
    String out = dir.resolve(name + "-served").toString();
    Ran refused = at("codegen", "--out", out, "--manifest", sha);
    assertEquals(1, refused.exit());
    assertTrue(
        refused
            .err()
            .startsWith(
                "actctl: ForbiddenImport: the reducer of " + name + "@1.0.0 cannot be generated: "),
        refused.err());
    assertTrue(refused.err().contains("--no-reducers"), refused.err());
    assertFalse(Files.exists(Path.of(out)));
    ok("codegen", "--out", out, "--manifest", sha, "--no-reducers");
    assertTrue(Files.readString(Path.of(out, "index.js")).contains("folds = Object.freeze({})"));
  }

  private String manifest() {
    return Json.parse(ok("manifest", "register", name + "@1.0.0", "--json"))
        .path("sha256")
        .asText();
  }
}
