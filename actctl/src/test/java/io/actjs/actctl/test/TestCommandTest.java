package io.actjs.actctl.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TestCommandTest {
  private static final String PASSES =
      "test('adds', async () => { expect(await counter().call.add({ by: 2 })).toBe(2); });\n";

  @TempDir private Path dir;
  private TestFolder folder;

  @BeforeEach
  void create() {
    folder = TestFolder.in(dir);
  }

  private static void assertContains(String text, String part) {
    assertTrue(text.contains(part), () -> "no \"" + part + "\" in:\n" + text);
  }

  @Test
  void aFileThatPassesIsOneLine() {
    Ran ran = folder.test("Counter.test.ts", PASSES).run();
    assertEquals(0, ran.exit(), ran.out() + ran.err());
    List<String> lines = ran.out().lines().toList();
    assertEquals(2, lines.size(), ran.out());
    assertTrue(lines.getFirst().matches("✓ .*Counter\\.test\\.ts {2}1 test, \\d+ ms"), ran.out());
    assertTrue(lines.getLast().matches("1 file: 1 passed in \\d+ ms"), ran.out());
    assertEquals("", ran.err());
  }

  @Test
  void aFailureShowsItsPlaceItsLineAndADiff() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                """
                test('state', async () => {
                  const c = counter();
                  await c.call.add({ by: 2 });
                  await assertSnapshot(c, { count: 3 });
                });
                """)
            .run();
    assertEquals(1, ran.exit());
    assertContains(ran.out(), "✗ state");
    assertContains(ran.out(), "Counter.test.ts:" + (TestFolder.LINES_BEFORE + 4) + ":9");
    assertContains(ran.out(), "> 7 |   await assertSnapshot(c, { count: 3 });");
    assertContains(ran.out(), "-   count: 3,");
    assertContains(ran.out(), "+   count: 2,");
    assertContains(ran.out(), "1 failed, 0 passed");
  }

  @Test
  void anErrorOfAnActorShowsWhereTheTestCalledAndWhereTheActorThrew() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                "test('nothing', async () => {\n  await counter().call.add({ by: 0 });\n});\n")
            .run();
    assertContains(ran.out(), "HandlerError: RangeError: by nothing");
    assertContains(ran.out(), "Counter.test.ts:5:24");
    assertContains(ran.out(), "(Counter@1.0.0.ts:5:25)");
  }

  @Test
  void whatNeverEndsIsStoppedAndTheNextTestRuns() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                """
                test('loop', () => { for (;;); }, { timeoutMs: 300 });
                test('promises', async () => { for (;;) await null; }, { timeoutMs: 300 });
                test('timer', async () => { await new Promise(r => setTimeout(r, 60_000)); }, { timeoutMs: 300 });
                test('stuck', () => new Promise(() => {}));
                test('call', async () => { await counter().call.forever(); });
                test('storm', async () => { await counter().call.storm(); }, { timeoutMs: 300 });
                test('handler', async () => {
                  await expect(counter().call.loop()).rejects.toThrow({ code: 'HandlerTimeout' });
                }, { timeoutMs: 60_000 });
                """
                    + PASSES)
            .run();
    assertEquals(1, ran.exit());
    assertContains(ran.out(), "6 failed, 2 passed");
    assertContains(ran.out(), "the test took longer than 300 ms");
    assertContains(ran.out(), "the test awaits a promise that nothing will settle");
    assertContains(ran.out(), "the test waits for call Counter/c forever");
  }

  @Test
  void aTestThatFillsTheMemoryIsStoppedAndTheNextTestRuns() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                "test('hoards', () => { const all = []; for (;;) all.push(new Array(1000).fill({})); }, { timeoutMs: 60_000 });\n"
                    + PASSES)
            .run();
    assertContains(ran.out(), "OutOfMemory");
    assertContains(ran.out(), "1 failed, 1 passed");
  }

  @Test
  void theConsoleIsShownAndBounded() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                "test('talks', () => { for (let i = 0; i < 5000; i++) console.log('line', i); });\n")
            .run();
    assertEquals(0, ran.exit());
    assertContains(ran.out(), "| line 7");
    assertContains(ran.out(), "more lines are left out");
    assertFalse(ran.out().contains("| line 1000"));
  }

  @Test
  void aRejectionThatNobodyHandlesFailsItsTest() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                "test('lost', async () => { Promise.reject(new Error('away')); });\n")
            .run();
    assertEquals(1, ran.exit());
    assertContains(ran.out(), "away");
  }

  @Test
  void namesChooseTests() {
    folder.test(
        "Counter.test.ts",
        "describe('a', () => { test('one', () => {}); test('two', () => {}); });\ntest('b', () => {});\n");
    assertContains(folder.run("-t", "a > t").out(), "1 passed");
    assertContains(folder.run("-t", "one|b").out(), "2 passed");
    Ran none = folder.run("-t", "three");
    assertEquals(2, none.exit());
    assertContains(none.err(), "no test is named three");
  }

  @Test
  void onlySkipAndTodo() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                """
                test('one', () => { throw new Error('not asked for'); });
                test.only('two', () => {});
                test.todo('three');
                """)
            .test("Other.test.ts", "test.skip('four', () => {}); test('five', () => {});\n")
            .run();
    assertEquals(0, ran.exit(), ran.out());
    assertContains(ran.out(), "2 passed, 2 skipped, 1 to do");
  }

  @Test
  void hooksRunAroundEachTest() {
    Ran ran =
        folder
            .test(
                "Counter.test.ts",
                """
                const seen: string[] = [];
                beforeEach(() => { seen.push('outer+'); });
                afterEach(() => { seen.push('outer-'); });
                describe('group', () => {
                  beforeEach(() => { seen.push('inner+'); });
                  afterEach(() => { seen.push('inner-'); });
                  test('one', () => { seen.push('one'); throw new Error('wanted'); });
                  test('two', () => {
                    expect(seen).toEqual(['outer+', 'inner+', 'one', 'inner-', 'outer-', 'outer+', 'inner+']);
                  });
                });
                """)
            .run();
    assertContains(ran.out(), "1 failed, 1 passed");
    assertContains(ran.out(), "group > one");
  }

  @Test
  void aPropertyShowsTheSmallestInputAndTheSeed() {
    Ran ran =
        folder
            .file(
                "Sum.test.ts",
                """
                import { arbitrary, expect, test } from 'actjs/test';
                test.prop('small', [arbitrary.integer(0, 1000), arbitrary.array(arbitrary.string())],
                  n => { expect(n).toBeLessThan(100); }, { seed: 7 });
                """)
            .run();
    assertContains(ran.out(), "with 100, []");
    assertContains(ran.out(), "of seed 7");
  }

  @Test
  void filesThatCannotRunAreToldWithTheirPlace() {
    Ran ran =
        folder
            .file("Broken.test.ts", "const x = ;\n")
            .file("Lacks.test.ts", "\nimport './nowhere';\n")
            .test("Throws.test.ts", "throw new TypeError('at once');\n")
            .test("Loops.test.ts", "test('declared in vain', () => {});\n")
            .run();
    assertEquals(1, ran.exit());
    assertContains(ran.out(), "Broken.test.ts:1:11");
    assertContains(ran.out(), "Lacks.test.ts:2:8");
    assertContains(ran.out(), "TypeError: at once");
    assertContains(ran.out(), "Throws.test.ts:4:7");
    assertContains(ran.out(), "3 files not run, 1 passed");
  }

  @Test
  void wrongUsageIsExitCode2() {
    Ran empty = folder.run();
    assertEquals(2, empty.exit());
    assertContains(empty.err(), "there is no test file, *.test.ts, in");
    Ran missing = Ran.actctl("test", dir.resolve("none").toString());
    assertEquals(2, missing.exit());
    assertContains(missing.err(), "no such test file or folder");
    folder.file("Empty.test.ts", "export {};\n");
    assertEquals(2, folder.run().exit());
    assertEquals(2, folder.run("--watch", "--junit", "x.xml").exit());
  }

  @Test
  void jsonIsADocumentForEachFileAndOneForTheRun() {
    Ran ran =
        folder
            .test("A.test.ts", PASSES)
            .test("B.test.ts", "test('no', () => { expect({ a: 1 }).toEqual({ a: 2 }); });\n")
            .run("--json");
    assertEquals(1, ran.exit());
    List<JsonNode> documents = new ArrayList<>();
    ran.out().lines().forEach(line -> documents.add(Json.parse(line)));
    assertEquals(3, documents.size());
    JsonNode end = documents.getLast();
    assertEquals("end", end.path("event").asText());
    assertEquals(1, end.path("passed").asInt());
    assertEquals(1, end.path("failed").asInt());
    JsonNode failed =
        documents.stream()
            .filter(it -> !it.path("passed").asBoolean(true))
            .findFirst()
            .orElseThrow();
    JsonNode failure = failed.at("/tests/0/failure");
    assertEquals(4, failure.at("/at/line").asInt());
    assertTrue(failure.path("diff").toString().contains("-   a: 2"), failure.toString());
  }

  @Test
  void theJunitReportHasEachTest() throws Exception {
    Path report = dir.resolve("report.xml");
    folder
        .test("A.test.ts", PASSES + "test.todo('later');\n")
        .test(
            "B.test.ts", "test('no <&> \\u0001', () => { expect('<' + '\\u0001').toBe('>'); });\n")
        .file("C.test.ts", "const x = ;\n")
        .run("--junit", report.toString());
    Document xml;
    try (InputStream in = Files.newInputStream(report)) {
      xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
    assertEquals(3, xml.getElementsByTagName("testsuite").getLength());
    assertEquals(4, xml.getElementsByTagName("testcase").getLength());
    assertEquals(1, xml.getElementsByTagName("skipped").getLength());
    assertEquals(1, xml.getElementsByTagName("error").getLength());
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertContains(failure.getAttribute("message"), "to be \">\"");
  }

  @Test
  void filesDoNotShareAnything() {
    String counts = "(globalThis as any).n = ((globalThis as any).n ?? 0) + 1;\n";
    String alone =
        "test('alone', async () => { expect((globalThis as any).n).toBe(1); expect(await counter().call.add({ by: 1 })).toBe(1); });\n";
    for (int i = 0; i < 6; i++) {
      folder.test("File" + i + ".test.ts", counts + alone);
    }
    Ran ran = folder.run();
    assertEquals(0, ran.exit(), ran.out());
  }

  @Test
  void everyRunIsTheSame() {
    folder.test(
        "Chance.test.ts",
        "test('draws', () => { console.log(Math.random(), crypto.randomUUID(), counter().id); });\n");
    String first = drawn(folder.run().out());
    assertEquals(first, drawn(folder.run().out()));
    assertFalse(first.isEmpty());
  }

  private static String drawn(String out) {
    return out.lines().filter(line -> line.contains(" | ")).findFirst().orElse("");
  }

  @Test
  void aClassThatChangesIsCompiledAgain() {
    folder.test("Counter.test.ts", PASSES);
    assertEquals(0, folder.run().exit());
    folder.file("Counter.ts", TestFolder.COUNTER.replace("+= by", "-= by"));
    assertContains(folder.run().out(), "expected -2 to be 2");
  }

  @Test
  void aDamagedCacheIsAsGoodAsNone() throws Exception {
    folder.test("Counter.test.ts", PASSES);
    assertEquals(0, folder.run().exit());
    try (var entries = Files.list(dir.resolve(".actjs/cache"))) {
      for (Path entry : entries.toList()) {
        Files.writeString(entry, "{");
      }
    }
    assertEquals(0, folder.run().exit());
  }

  @Test
  void aClassThatCannotBePublishedIsToldWhereItIsUsed() {
    Ran ran =
        folder
            .file("Counter.ts", TestFolder.COUNTER.replace("@handler('loop')", "@handler('add')"))
            .test("Counter.test.ts", PASSES)
            .run();
    assertEquals(1, ran.exit());
    assertContains(ran.out(), "two methods are declared as @handler('add')");
  }
}
