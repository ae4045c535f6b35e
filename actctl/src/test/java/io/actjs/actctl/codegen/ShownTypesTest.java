package io.actjs.actctl.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types that {@code actctl codegen} writes are of what clients see, hear and may call. */
class ShownTypesTest {
  private static final String HAND =
      """
      import { EventSourced, handler, type Principal } from 'actjs';
      interface Card { suit: string; rank: number }
      interface Secret { seed: number }
      type Entry = { type: 'dealt'; to: string; card: Card };
      export class Hand extends EventSourced<{ cards: Record<string, Card[]>; secret: Secret }, Entry> {
        initialState() { return { cards: {} as Record<string, Card[]>, secret: { seed: 1 } }; }
        reduce(state: { cards: Record<string, Card[]> }, event: Entry) { (state.cards[event.to] ??= []).push(event.card); }
        view(who: Principal) { return { mine: this.state.cards[who.sub] ?? [], players: 1 }; }
        @handler('deal') deal(args: { to: string; card: Card }) {
          this.actjs.emit('dealt', { to: args.to });
          this.actjs.emit('shuffled');
          this.actjs.tell({ class: 'Log', id: 'x' }, 'write', { seed: 1 } as Secret);
          return { events: [{ type: 'dealt' as const, ...args }], result: 1 };
        }
        @handler('settle', { internal: true }) settle(args: Secret): Entry[] { return []; }
      }
      """;
  private static final String LOUD =
      """
      import { Actor, handler } from 'actjs';
      export class Loud extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('say') say(args: { what: string }) { this.actjs.emit(args.what, args); }
      }
      """;
  private static final Map<String, String> HELPED =
      Map.of(
          "Talk.ts",
          """
          import { Actor, handler } from 'actjs';
          import { typing } from './bell.ts';
          export class Talk extends Actor<{ n: number }> {
            state = { n: 0 };
            @handler('say') say() { typing(this, 'me'); }
          }
          """,
          "Quiet.ts",
          """
          import { Actor, handler } from 'actjs';
          import { ring } from './feed.ts';
          export class Quiet extends Actor<{ n: number }> {
            state = { n: 0 };
            @handler('say') say() { ring(this.actjs); }
          }
          """,
          "bell.ts",
          """
          import type { Actor } from 'actjs';
          import type { Talk } from './Talk.ts';
          import { ring } from './feed.ts';
          export function typing(talk: Talk, from: string) {
            ring(talk.actjs);
            talk.actjs.emit('typing', { from });
          }
          export function left<T extends Actor>(actor: T) { actor.actjs.emit('left', 1); }
          """,
          "feed.ts",
          """
          import type { Actjs } from 'actjs';
          import type { Talk } from './Talk.ts';
          export function ring(actjs: Actjs) { actjs.emit('rang', [1]); }
          export function only(talk: Talk) { talk.actjs.emit('only'); }
          """);

  @TempDir private static Path dir;

  @BeforeAll
  static void generate() throws IOException {
    Path classes = Files.createDirectory(dir.resolve("classes"));
    Files.writeString(classes.resolve("Hand.ts"), HAND);
    Files.writeString(classes.resolve("Loud.ts"), LOUD);
    for (Map.Entry<String, String> each : HELPED.entrySet()) {
      Files.writeString(classes.resolve(each.getKey()), each.getValue());
    }
    Ran ran = Ran.actctl("codegen", classes.toString(), "--out", dir.resolve("out").toString());
    assertEquals(0, ran.exit(), ran.err());
  }

  private static String generated(String name) throws IOException {
    return Files.readString(dir.resolve("out").resolve(name));
  }

  @Test
  void theStateIsWhatTheViewShows() throws Exception {
    String app =
        """
        import type { Classes, HandState } from './types/index';
        type Hand = Classes['Hand'];
        export const state: Hand['state'] = { mine: [{ suit: 'hearts', rank: 1 }], players: 2 };
        export const same: HandState = state;
        export const events: Hand['event'] extends never ? true : false = true;
        export const folded: Hand['eventSourced'] = false;
        export const dealt: Hand['emits'] = { dealt: { to: 'me' }, shuffled: {} };
        export const anything: Classes['Loud']['emits'] = { hello: 1 };
        export const handlers: keyof Hand['handlers'] = 'deal';
        export const hidden: keyof Hand['handlers'] = 'settle';
        export const secret = state.secret;
        """;
    try (StrictTypes types = new StrictTypes()) {
      List<String> errors =
          types.errors(Map.of("/types/index.d.ts", generated("index.d.ts"), "/app.ts", app));
      assertEquals(
          List.of("TS2322", "TS2339"),
          errors.stream().map(it -> it.replaceFirst("/app.ts (TS\\d+):.*", "$1")).toList(),
          errors.toString());
    }
  }

  @Test
  void whatModulesEmitForAClassIsOfThatClass() throws IOException {
    String types = generated("index.d.ts");
    assertTrue(
        types.contains(
            """
            export interface TalkEmits {
              left: 1;
              only: { [key: string]: never };
              rang: number[];
              typing: { from: string };
            }
            """),
        types);
    assertTrue(types.contains("export interface QuietEmits {\n  rang: number[];\n}"), types);
  }

  @Test
  void whatClientsDoNotGetIsInNoFile() throws IOException {
    for (String file : List.of("index.d.ts", "index.js", "schemas.json")) {
      String text = generated(file);
      for (String hidden : List.of("settle", "seed", "Secret", "cards", "reduce(state")) {
        assertFalse(text.contains(hidden), hidden + " is in " + text);
      }
    }
    assertTrue(Json.parse(generated("schemas.json")).at("/Hand/$defs").has("Card"));
  }
}
