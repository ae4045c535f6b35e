package io.actjs.actjsd.access.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Await;
import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.PresentedHeaders;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookAuthenticatorTest {
  private static final String HOOK =
      """
      import { hmacSha256, sameBytes } from 'actjs';

      const hoard: unknown[] = [];
      let calls = 0;

      export default async (req) => {
        calls++;
        switch (req.headers['x-do']) {
          case 'throw': throw new Error('no such user');
          case 'loop': for (;;) {}
          case 'hang': await new Promise(() => {});
          case 'grow': for (;;) { hoard.push(new Array(100_000).fill(calls)); }
          case 'null': return null;
          case 'undefined': return;
          case 'echo': return { sub: 'echo', claims: { ...req } };
          case 'calls': return { sub: 'calls', claims: { calls } };
          case 'return': return JSON.parse(req.headers['x-value']!);
          case 'sign': return sameBytes(hmacSha256('key', 'data'), hmacSha256('key', 'data'))
            ? { sub: 'signed', roles: ['a', 'b'], tenant: 't' } : null;
          case 'long': return { sub: 'a', claims: { text: 'x'.repeat(1_000_000) } };
        }
        return req.token === 'secret' ? { sub: 'ann' } : null;
      };
      """;

  @TempDir private static Path folder;
  private static Authenticator hook;

  @BeforeAll
  static void open() {
    hook = open(write("shared.ts", HOOK));
  }

  @AfterAll
  static void close() {
    hook.close();
  }

  private static Path write(String name, String source) {
    try {
      return Files.writeString(folder.resolve(name), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Authenticator open(Path file) {
    return new HookConfig(file, Engine::open).open();
  }

  private static PresentedHeaders asking(String what) {
    return new PresentedHeaders("POST", "/v1/a?x=1&y=%C3%A4&token=hidden", Map.of("X-Do", what));
  }

  private static Principal principal(PresentedHeaders request) {
    Identity identity = hook.identify(request);
    assertNotNull(identity);
    return identity.principal();
  }

  private static void refuse(PresentedHeaders request) {
    ActjsException e = assertThrows(ActjsException.class, () -> hook.identify(request));
    assertEquals(ProblemCode.Unauthorized, e.code(), e.detail());
    assertTrue(e.detail().contains("auth.ts"), e.detail());
    assertTrue(!e.detail().contains("no such user"), e.detail());
  }

  @Test
  void itSaysWhoSendsTheRequestOrThatItDoesNotKnow() {
    assertEquals("ann", principal(PresentedHeaders.bearing("secret")).sub());
    assertNull(hook.identify(PresentedHeaders.bearing("other")));
    assertNull(hook.identify(asking("null")));
    assertNull(hook.identify(asking("undefined")));
    Principal signed = principal(asking("sign"));
    assertEquals(List.of("a", "b"), signed.roles());
    assertEquals("t", signed.tenant());
  }

  @Test
  void itSeesWhatTheRequestPresents() {
    assertEquals(
        "{\"method\":\"POST\",\"path\":\"/v1/a\",\"query\":{\"x\":\"1\",\"y\":\"ä\"},"
            + "\"headers\":{\"x-do\":\"echo\"},\"address\":\"127.0.0.1\"}",
        principal(asking("echo")).claims());
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw", "hang", "loop", "grow", "long"})
  void w15WhateverItDoesButAnswerIsUnauthorizedAndTheNextRequestIsAnswered(String what) {
    refuse(asking(what));
    assertEquals("ann", principal(PresentedHeaders.bearing("secret")).sub());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "true",
        "[]",
        "{}",
        "\"ann\"",
        "{\"sub\":\"\"}",
        "{\"sub\":\"system\"}",
        "{\"sub\":\"anonymous\"}",
        "{\"sub\":\"cap:x\"}",
        "{\"sub\":\"a\\u0001\"}",
        "{\"sub\":\"a\",\"roles\":\"admin\"}",
        "{\"sub\":\"a\",\"roles\":[\"system\"]}",
        "{\"sub\":\"a\",\"role\":[\"admin\"]}"
      })
  void w11WhatIsNoPrincipalOfAUserIsUnauthorized(String value) {
    refuse(new PresentedHeaders("GET", "/", Map.of("X-Do", "return", "X-Value", value)));
  }

  @Test
  void requestsWaitForEachOtherUpToABound() throws Exception {
    Map<ProblemCode, AtomicInteger> refused = new ConcurrentHashMap<>();
    List<Runnable> requests = new ArrayList<>();
    requests.add(() -> count(refused, asking("loop")));
    for (int i = 0; i < 3 * HookThread.MOST_WAITING; i++) {
      requests.add(() -> count(refused, PresentedHeaders.bearing("secret")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      requests.forEach(threads::execute);
    }
    assertEquals(1, refused.get(ProblemCode.Unauthorized).get());
    assertNotNull(refused.get(ProblemCode.CapacityExhausted));
    // Those who gave up waiting make room a moment later.
    Await.until("there is room again", HookAuthenticatorTest::isAnnKnown);
  }

  private static boolean isAnnKnown() {
    try {
      return principal(PresentedHeaders.bearing("secret")).sub().equals("ann");
    } catch (ActjsException e) {
      assertEquals(ProblemCode.CapacityExhausted, e.code());
      return false;
    }
  }

  private static void count(Map<ProblemCode, AtomicInteger> refused, PresentedHeaders request) {
    try {
      var unused = hook.identify(request);
    } catch (ActjsException e) {
      refused.computeIfAbsent(e.code(), code -> new AtomicInteger()).incrementAndGet();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'const a: number = 1;', SchemaInvalid, export default",
    "'export default async (req) => { return { sub: 7 }; };', TypeInvalid, auth.ts:1:",
    "'export default async (req) => {', SyntaxInvalid, auth.ts:",
    "'export default async (req) => (await fetch(req.path)) as any;', TypeInvalid, fetch",
    "'import fs from \"fs\"; export default 7;', SchemaInvalid, export default",
    "'export default 7;', TypeInvalid, auth.ts:1:"
  })
  void whatDoesNotCompileIsRefusedAtTheStart(String source, ProblemCode code, String why) {
    ActjsException e = assertThrows(ActjsException.class, () -> open(write("bad.ts", source)));
    assertEquals(code, e.code(), e.detail());
    assertTrue(e.detail().contains(why), e.detail());
    assertTrue(e.detail().contains("bad.ts"), e.detail());
  }

  @Test
  void whatFailsOutsideOfTheFunctionIsRefusedAtTheStart() {
    String source = "const a: any = undefined;\na.b();\nexport default async (req) => null;\n";
    ActjsException e = assertThrows(ActjsException.class, () -> open(write("bad.ts", source)));
    assertEquals(ProblemCode.ClassInvalid, e.code(), e.detail());
    assertThrows(ActjsException.class, () -> open(folder.resolve("missing.ts")));
  }

  @Test
  void aFileThatChangesIsUsedOnceItCompiles() throws Exception {
    Path path = write("changing.ts", "export default (req) => ({ sub: 'one' });\n");
    HookFile file = new HookFile(path);
    AtomicLong now = new AtomicLong(1_000_000);
    try (HookThread thread = new HookThread(Engine.open(EngineLimits.DEFAULT), file.read())) {
      HookReload reload = new HookReload(file, thread, now::get);
      assertEquals("{\"sub\":\"one\"}", thread.ask("{}").json());
      for (String wrong :
          List.of(
              "export default (req) => ({ sub: 2 });\n",
              "export default (req) => null; (undefined as any).x();\n")) {
        rewrite(path, wrong, now);
        look(reload);
        assertEquals("{\"sub\":\"one\"}", thread.ask("{}").json());
      }
      rewrite(path, "export default async function who(req) { return { sub: 'three' }; }\n", now);
      look(reload);
      assertEquals("{\"sub\":\"three\"}", thread.ask("{}").json());
    }
  }

  private static void rewrite(Path file, String source, AtomicLong now) throws IOException {
    Files.writeString(file, source);
    Files.setLastModifiedTime(file, FileTime.fromMillis(now.addAndGet(10_000)));
  }

  private static void look(HookReload reload) throws InterruptedException {
    reload.look();
    while (reload.isCompiling()) {
      Thread.sleep(5);
    }
  }
}
