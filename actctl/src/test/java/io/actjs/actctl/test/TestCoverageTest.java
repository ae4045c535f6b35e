package io.actjs.actctl.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl test --coverage}: counts are V8's, at the author's lines. */
class TestCoverageTest {
  private static final String SHOP =
      """
      import { Actor, handler } from 'actjs';
      import { plus, minus } from './money';
      export class Shop extends Actor<{ cents: number }> {
        state = { cents: 0 };

        @handler('pay')
        pay({ cents }: { cents: number }): number {
          if (cents < 0) {
            throw new RangeError('cents');
          }
          this.state.cents = plus(this.state.cents, cents);
          return this.state.cents;
        }

        @handler('take')
        async take({ cents }: { cents: number }): Promise<void> {
          this.state.cents = minus(this.state.cents, cents);
        }
      }
      """;

  private static final String MONEY =
      """
      export interface Money { cents: number }
      // Adds.
      export function plus(a: number, b: number): number {
        return a + b;
      }
      export const minus = (a: number, b: number): number => {
        return a - b;
      };
      """;

  private static final String IDLE =
      """
      import { Actor, handler } from 'actjs';
      export class Idle extends Actor<{}> {
        @handler('rest')
        rest(): void {
          this.actjs.log.info('rests');
        }
      }
      """;

  private static final String TESTS =
      """
      import { expect, test, TestRuntime } from 'actjs/test';
      import { Shop } from './Shop';
      import { plus } from './money';
      test('pays', async () => {
        const shop = TestRuntime.create({ classes: { Shop } }).actor(Shop, { id: 's' });
        await shop.call.pay({ cents: 2 });
        expect(await shop.call.pay({ cents: 3 })).toBe(plus(2, 3));
      });
      """;

  @TempDir private Path dir;
  private TestFolder folder;

  @BeforeEach
  void create() {
    folder =
        new TestFolder(dir)
            .file("Shop.ts", SHOP)
            .file("money.ts", MONEY)
            .file("Idle.ts", IDLE)
            .file("Shop.test.ts", TESTS);
  }

  private Ran run(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "--coverage";
    words[1] = "--coverage-dir";
    words[2] = dir.resolve("made").toString();
    System.arraycopy(options, 0, words, 3, options.length);
    return folder.run(words);
  }

  @Test
  void linesAndFunctionsOfAllIsolatesAreSummed() throws IOException {
    Ran ran = run("--coverage-min", "40");
    assertEquals(0, ran.exit(), ran.out() + ran.err());
    List<String> lcov = Files.readAllLines(dir.resolve("made/lcov.info"));
    assertEquals(List.of("Idle.ts", "Shop.ts", "money.ts"), sources(lcov));
    List<String> shop = record(lcov, "Shop.ts");
    // Two calls in the kernel's isolate; the branch and the other handler never ran.
    assertTrue(shop.containsAll(List.of("DA:8,2", "DA:9,0", "DA:11,2", "DA:12,2", "DA:17,0")));
    assertTrue(shop.containsAll(List.of("FNDA:2,pay_0", "FNDA:0,take_1", "FNF:2", "FNH:1")));
    List<String> money = record(lcov, "money.ts");
    // By the actor, and by the test itself.
    assertTrue(money.containsAll(List.of("DA:4,3", "DA:7,0", "FNH:1")), money::toString);
    assertTrue(money.stream().noneMatch(line -> line.matches("DA:[1258],.*")), money::toString);
    List<String> idle = record(lcov, "Idle.ts");
    assertTrue(idle.containsAll(List.of("DA:5,0", "FNDA:0,rest_0", "LH:0")), idle::toString);
    assertTrue(ran.out().lines().allMatch(line -> line.length() <= 80), ran.out());
    assertTrue(ran.out().contains("Shop.ts"), ran.out());
    assertTrue(ran.out().lines().anyMatch(line -> line.endsWith(" 9, 17")), ran.out());
  }

  private static List<String> sources(List<String> lcov) {
    return lcov.stream()
        .filter(line -> line.startsWith("SF:"))
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .toList();
  }

  private static List<String> record(List<String> lcov, String file) {
    int begin = 0;
    while (!lcov.get(begin).matches("SF:.*/" + file)) {
      begin++;
    }
    return lcov.subList(begin, begin + lcov.subList(begin, lcov.size()).indexOf("end_of_record"));
  }

  @Test
  void tooFewLinesFailTheRunAndProgramsGetADocument() {
    Ran ran = run("--coverage-min", "99.5", "--json");
    assertEquals(1, ran.exit(), ran.out() + ran.err());
    assertTrue(ran.err().contains("--coverage-min asks for 99.5 %"), ran.err());
    JsonNode document = Json.parse(ran.out().lines().toList().getLast());
    assertEquals("coverage", document.path("event").asText());
    assertEquals("[9,17]", document.path("files").get(1).path("uncoveredLines").toString());
    double percent = document.path("linesPercent").asDouble();
    assertTrue(percent > 40 && percent < 80, document::toString);
  }

  @Test
  void optionsThatDoNotFitAreRefusedInOneLine() {
    assertUsage(folder.run("--coverage-min", "80"), "--coverage-min is for --coverage: add it");
    assertUsage(run("--coverage-min", "101"), "--coverage-min is a percentage, from 0 to 100");
    assertUsage(run("--watch"), "--coverage is for a run that ends: leave --watch out");
  }

  private static void assertUsage(Ran ran, String message) {
    assertEquals(2, ran.exit(), ran.out() + ran.err());
    assertTrue(ran.err().contains(message), ran.err());
  }
}
