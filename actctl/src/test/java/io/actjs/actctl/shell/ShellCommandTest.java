package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs and pipes, against a real daemon. */
@ResourceLock(Resources.GLOBAL)
class ShellCommandTest {
  private static ShopServer shop;
  @TempDir private static Path dir;

  @BeforeAll
  static void start() throws IOException {
    shop = ShopServer.start(dir);
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static Ran piped(String input, String... options) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return shop.shell(options);
    } finally {
      System.setIn(before);
    }
  }

  private static Ran script(String text, String... args) throws IOException {
    Path file = Files.writeString(dir.resolve("script.ts"), text);
    String[] words = new String[args.length + 1];
    words[0] = file.toString();
    System.arraycopy(args, 0, words, 1, args.length);
    return shop.shell(words);
  }

  @Test
  void aValueIsPrintedOfWhateverActorsAnswer() {
    Ran ran =
        piped(
            """
            const cart: any = Cart('c1')
            await cart.addItem({ sku: 'X', qty: 2 })
            cart.addItem({
              sku: 'Y', qty: 3 })
            await cart.state()
            _.items.length
            cart
            actor('Cart', 'c1').call('state')
            await cart.addItem.tell({ sku: 'told', qty: 1 }); typeof (await cart.tell('total'))
            const made = await Cart.create({ owner: 'ann' }, { tags: ['vip'] })
            const { owner } = await made.state()
            function shout(text: string): string { return text.toUpperCase() + '!' }
            shout(owner)
            (await Cart.list({ tag: 'vip' })).actors.map((it: any) => it.class)
            enum Size { Small, Large }
            class Box { constructor(readonly size: Size) {} }
            new Box(Size.Large)
            """);
    assertEquals("", ran.err());
    assertEquals(
        """
        1
        2
        { items: [ { sku: 'X', qty: 2 }, { sku: 'Y', qty: 3 } ], owner: '' }
        2
        Cart('c1')
        'a handler'
        'string'
        'ANN!'
        [ 'Cart' ]
        Box { size: 1 }\
        """,
        ran.out());
    assertEquals(0, ran.exit());
  }

  @Test
  void aProblemIsOneLineWithItsCodeAndPlace() {
    Ran refused = shop.shell("-e", "const cart = Cart('p1');\nawait cart.refuse()");
    assertEquals(1, refused.exit());
    assertEquals("actctl: ActorAbort: it is full (at 2:12)", refused.err());

    Ran json = shop.shell("--json", "-e", "await Cart('p1').addItem({ sku: 5 })");
    assertEquals("", json.out());
    JsonNode error = Json.parse(json.err()).path("error");
    assertEquals("SchemaInvalid", error.path("code").asText());
    assertTrue(error.path("detail").asText().contains("/sku must be a string"), json.err());

    String caught =
        "try { await Cart('p1').refuse() } catch (e) { [e.code, e.reasonCode, e.data] }";
    Ran members =
        shop.shell("-e", "let v; " + caught.replace("[e.code", "v = [e.code") + "; v", "--json");
    assertEquals("[\"ActorAbort\",\"full\",{\"most\":3}]", members.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Carp('a').total()           | ReferenceError: Carp is not defined; did you mean \"Cart\"? (at 1:1)",
        "Cart('a').totl()            | UnknownMethod: ",
        "actor('Carp', 'a').total()  | UnknownClass: ",
        "Cart()                      | TypeError: the id of an actor must be a text, not undefined",
        "Cart('a').total(1, 2)       | TypeError: total takes one argument",
        "Cart('a').total = 5         | TypeError: the state of Cart('a') is changed by its handlers",
        "const x = ;                 | SyntaxError: Expression expected. (at 1:11)",
        "foo(                        | SyntaxError: ')' expected.",
        "let a; { let b; let b }     | SyntaxError: ",
        "import { z } from 'zod'     | SyntaxError: there is no module 'zod' here",
        "throw 5                     | threw 5",
        "await new Promise(() => {}) | it awaits a promise that nothing settles",
        "void Promise.reject(new RangeError('lost')); sleep(1) | RangeError: lost (at 1:21)",
        "exit(999)                   | TypeError: exit(code): code must be a whole number"
      })
  void mistakesAreToldInOneLine(String code, String message) {
    Ran ran = shop.shell("-e", code);
    assertEquals(1, ran.exit(), ran.out());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("actctl: " + message), ran.err());
  }

  @Test
  void callsRunAtOnce() {
    String code =
        """
        const all = Promise.all([1, 2, 3].map(i => Cart('forever-' + i).forever().catch(e => e.code)));
        await Promise.race([all, sleep(1500).then(() => 'they wait')])
        """;
    // Three that never answer, and one that does meanwhile.
    Ran ran = piped(code + "await Cart('quick').total()\nexit(4)\n");
    assertEquals("'they wait'\n0", ran.out());
    assertEquals(4, ran.exit(), ran.err());
  }

  @Test
  void aScriptPrintsWhatItLogsAndNamesThePlaceOfItsFault() throws IOException {
    Ran ran =
        script(
            """
            interface Line { sku: string }
            const [name, count] = args;
            for (let i = 0; i < Number(count); i++) {
              await Cart(name).addItem({ sku: `s${i}`, qty: 1 });
            }
            console.log('%s has %d', name, await Cart(name).total(), { a: [1] });
            console.error('beside');
            setTimeout(() => console.log('late'), 20);
            'a value'
            """,
            "scripted", "3");
    assertEquals("scripted has 3 { a: [ 1 ] }\nlate", ran.out());
    assertEquals("beside", ran.err());
    assertEquals(0, ran.exit());

    Ran broken =
        script(
            "type A = string;\n\nfunction deep(): never {\n  throw new Error('no');\n}\ndeep();\n");
    assertEquals(1, broken.exit());
    assertEquals("actctl: Error: no (at " + dir.resolve("script.ts") + ":4:9)", broken.err());
    assertEquals(3, script("exit(3); console.log('no')").exit());
    assertEquals(2, shop.shell(dir.resolve("absent.ts").toString()).exit());
  }

  @Test
  void aPipeEndsWithTheFirstFault() {
    Ran ran = piped("1 + 1\n\nconst f = () => {\n  null.x\n}\nf()\n3\n");
    assertEquals("2", ran.out());
    assertEquals(1, ran.exit());
    assertTrue(ran.err().startsWith("actctl: TypeError: Cannot read prop"), ran.err());
    assertTrue(ran.err().endsWith("(at stdin:4:8)"), ran.err());
    assertEquals("2\n{\"a\":1}", piped("1+1\n{a: 1}\nundefined", "--json").out());
    assertEquals("7", piped("console.log(3 + 4)", "-").out());
    assertTrue(piped("(1 +").err().contains("SyntaxError"));
  }

  @Test
  void dotCommandsWorkInAPipe() {
    String classes = piped(".classes\n").out();
    assertTrue(classes.contains("Cart") && classes.contains("addItem"), classes);
    Ran unknown = piped(".clases\n");
    assertEquals(
        "actctl: there is no command \".clases\"; did you mean \".classes\"?", unknown.err());
    assertEquals(1, unknown.exit());
    Ran pinned = piped(".pin 00ff\n");
    assertTrue(pinned.err().contains("ManifestUnknown"), pinned.err());
    assertTrue(piped(".help\n.exit\n1+1").out().contains(".watch CLASS ID"));
  }

  @Test
  void whatDoesNotEndIsStopped() {
    Ran loop = shop.shell("--timeout", "1s", "-e", "for (;;);");
    assertEquals(
        "actctl: it took longer than 1 s (--timeout says how long it may take)", loop.err());
    Ran waiting = shop.shell("--timeout", "1s", "-e", "await sleep(60000)");
    assertEquals(loop.err(), waiting.err());
    Ran hungry = shop.shell("-e", "const a = []; for (;;) a.push(new Array(1e6).fill(a.length))");
    assertEquals("actctl: it used more memory than it may", hungry.err());
  }

  @Test
  void whatIsWrittenIsBounded() {
    Ran ran = shop.shell("-e", "for (let i = 0; i < 3000; i++) console.log('x'.repeat(1000))");
    assertTrue(ran.out().length() < 1_100_000, "characters: " + ran.out().length());
    assertTrue(ran.out().endsWith("the input writes more, which is not shown"));
    Ran value = shop.shell("-e", "Array.from({ length: 90 }, () => 'y'.repeat(5000))");
    assertTrue(value.out().length() < 80_000, "characters: " + value.out().length());
    assertTrue(value.out().contains("not shown"));
  }

  @Test
  void whatNeedsNoServerNeedsNone() {
    Ran sum = Ran.actctl("shell", "--server", "http://127.0.0.1:1", "-e", "1 + 1");
    assertEquals("2", sum.out());
    Ran call = Ran.actctl("shell", "--server", "http://127.0.0.1:1", "-e", "Cart('a').total()");
    assertTrue(call.err().startsWith("actctl: cannot reach a server at"), call.err());
    assertFalse(call.err().contains("not defined"), call.err());
  }
}
