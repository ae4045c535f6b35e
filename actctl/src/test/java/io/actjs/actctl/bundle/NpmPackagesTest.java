package io.actjs.actctl.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Npm;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages that many authors use, as npm installs them, inside actors. Needs npm and what it
 * installs from; without it nothing is tested.
 */
class NpmPackagesTest {
  private static Daemon daemon;
  @TempDir private static Path dir;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    assumeTrue(Npm.install(dir), "npm installs nothing here");
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterAll
  static void stop() {
    if (daemon != null) {
      daemon.close();
    }
  }

  private static String ok(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri();
    Ran ran = Ran.actctl(all);
    assertEquals(0, ran.exit(), ran.err());
    return ran.out();
  }

  @Test
  void eachOfThemWorksInAnActor() throws IOException {
    Files.writeString(
        dir.resolve("Packages.ts"),
        """
        import { Actor, handler } from 'actjs';
        import { addDays, formatISO } from 'date-fns';
        import { produce } from 'immer';
        import { groupBy, sumBy } from 'lodash';
        import { nanoid } from 'nanoid';
        import { v7, validate } from 'uuid';
        import * as v from 'valibot';
        import { z } from 'zod';

        const Line = z.object({ sku: z.string().min(1), count: z.number().int().min(1) });
        type Line = z.infer<typeof Line>;
        const Note = v.object({ text: v.pipe(v.string(), v.maxLength(10)) });

        interface S { lines: Line[]; notes: v.InferOutput<typeof Note>[]; due: string; id: string }
        export class Packages extends Actor<S> {
          state = { lines: [], notes: [], due: '', id: '' };

          @handler('zod') zod(line: Line): number {
            this.state.lines.push(Line.parse(line));
            return this.state.lines.length;
          }
          @handler('valibot') valibot(note: v.InferInput<typeof Note>): void {
            this.state.notes.push(v.parse(Note, note));
          }
          @handler('lodash') lodash(): Record<string, number> {
            const bySku = groupBy(this.state.lines, 'sku');
            return Object.fromEntries(
              Object.entries(bySku).map(([sku, lines]) => [sku, sumBy(lines, 'count')]),
            );
          }
          @handler('dates') dates(): string {
            this.state.due = formatISO(addDays(new Date(0), 3), { representation: 'date' });
            return this.state.due;
          }
          @handler('immer') immer(): Line[] {
            this.state.lines = produce(structuredClone(this.state.lines), lines => {
              lines[0]!.count += 10;
            });
            return this.state.lines;
          }
          @handler('ids') ids(): { nano: string; valid: boolean; different: boolean } {
            this.state.id = v7();
            return { nano: nanoid(), valid: validate(this.state.id), different: nanoid() !== nanoid() };
          }
        }
        """);
    ok("publish", dir.resolve("Packages.ts").toString(), "--version", "1.0.0");

    assertEquals("1", call("zod", "{\"sku\": \"ape\", \"count\": 2}"));
    assertEquals("2", call("zod", "{\"sku\": \"ape\", \"count\": 3}"));
    String refused =
        Ran.actctl(
                "call",
                "Packages",
                "a",
                "zod",
                "{\"sku\": \"\", \"count\": 2}",
                "--server=" + daemon.uri())
            .err();
    assertTrue(refused.contains("ZodError"), refused);
    // The type that zod derives is the one that the server holds arguments against.
    refused =
        Ran.actctl(
                "call",
                "Packages",
                "a",
                "zod",
                "{\"sku\": 1, \"count\": 2}",
                "--server=" + daemon.uri())
            .err();
    assertTrue(refused.contains("/sku must be a string, not a number"), refused);
    call("valibot", "{\"text\": \"short\"}");
    assertEquals("{\"ape\":5}", compact(call("lodash", "{}")));
    assertEquals("\"1970-01-04\"", call("dates", "{}"));
    assertEquals(12, Json.parse(call("immer", "{}")).path(0).path("count").asInt());
    JsonNode ids = Json.parse(call("ids", "{}"));
    assertEquals(21, ids.path("nano").asText().length());
    assertTrue(ids.path("valid").asBoolean() && ids.path("different").asBoolean());

    List<String> inputs =
        Json.parse(ok("list", "Packages", "--sources", "--json"))
            .path("sources")
            .findValuesAsText("path");
    assertEquals(
        List.of(
            "Packages.ts",
            "date-fns@4.1.0",
            "immer@10.2.0",
            "lodash@4.17.21",
            "nanoid@5.1.6",
            "uuid@13.0.0",
            "valibot@1.1.0",
            "zod@4.1.12"),
        inputs);
  }

  private static String call(String handler, String args) {
    return ok("call", "Packages", "a", handler, args);
  }

  private static String compact(String json) {
    return Json.parse(json).toString();
  }
}
