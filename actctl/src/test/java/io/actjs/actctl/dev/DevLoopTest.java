package io.actjs.actctl.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.dev.DevEvent.Published;
import io.actjs.actctl.dev.DevEvent.Ready;
import io.actjs.actctl.dev.DevEvent.Refused;
import io.actjs.actctl.dev.DevEvent.Removed;
import io.actjs.actctl.dev.DevEvent.Skipped;
import io.actjs.actctl.dev.DevEvent.TypeErrors;
import io.actjs.actctl.dev.DevEvent.TypesCured;
import io.actjs.actctl.dev.DevEvent.Unchanged;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.CallOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevLoopTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add() { return (this.state.count += 1); }
      }
      """;

  @TempDir private Path dir;
  private final BlockingQueue<DevEvent> events = new LinkedBlockingQueue<>();
  private Daemon daemon;
  private Thread loop;

  @BeforeEach
  void startDaemon() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.interrupt();
    loop.join();
    daemon.close();
  }

  private void run() {
    run(dir);
  }

  private void run(Path... dirs) {
    loop =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new DevLoop(
                            List.of(dirs),
                            null,
                            daemon.runtime(),
                            TypeScriptCompiler.open(),
                            events::add)
                        .run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
  }

  private <T extends DevEvent> T next(Class<T> type) throws InterruptedException {
    DevEvent event = events.poll(60, TimeUnit.SECONDS);
    return assertInstanceOf(type, event, () -> String.valueOf(event));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private String add() {
    return daemon
        .runtime()
        .call(new ActorRef("Counter", "a"), "add", "{}", CallOptions.DEFAULT)
        .join();
  }

  @Test
  void aSavedFileRunsAtOnceOnTheOldState() throws Exception {
    write("Counter.ts", COUNTER);
    run();
    assertEquals("Counter@1.0.0", next(Published.class).ref().toString());
    assertEquals(List.of("actctl call Counter one add"), next(Ready.class).examples());
    assertEquals("1", add());

    write("Counter.ts", COUNTER.replace("+= 1", "+= 10"));
    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
    assertEquals("11", add());

    write("Counter.ts", COUNTER);
    assertEquals("Counter@1.0.2", next(Published.class).ref().toString());
    assertEquals("12", add());
  }

  @Test
  void aFileThatIsReplacedByAnotherIsSeen() throws Exception {
    write("Counter.ts", COUNTER);
    run();
    next(Published.class);
    next(Ready.class);

    Path beside = write("Counter.ts.tmp", COUNTER.replace("+= 1", "+= 5"));
    Files.move(
        beside,
        dir.resolve("Counter.ts"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);

    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
    assertEquals("5", add());
  }

  @Test
  void aBrokenFileChangesNothing() throws Exception {
    write("Counter.ts", COUNTER);
    run();
    next(Published.class);
    next(Ready.class);

    write("Counter.ts", "class {{{");
    Refused refused = next(Refused.class);
    assertEquals(ProblemCode.SyntaxInvalid, refused.problem().code());
    assertEquals("Counter@1.0.0", String.valueOf(refused.running()));
    assertEquals("1", add());

    write("Counter.ts", COUNTER.replace("+= 1", "+= 2"));
    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
    assertEquals("3", add());
  }

  @Test
  void aFileWithTypeErrorsRunsAndItsErrorsAreShown() throws Exception {
    write("Counter.ts", COUNTER);
    run();
    next(Published.class);
    next(Ready.class);

    write("Counter.ts", COUNTER.replace("+= 1", "+= 10 as any as number[]"));
    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
    TypeErrors errors = next(TypeErrors.class);
    assertEquals("Counter@1.0.1", errors.ref().toString());
    assertEquals(ProblemCode.TypeInvalid, errors.problem().code());
    assertTrue(errors.problem().members().get("diagnostics").contains("Counter.ts:4:"));
    assertEquals(1, errors.fresh().size());
    assertEquals("10", add());

    // Further down, it is the same error.
    write("Counter.ts", "// a line\n" + COUNTER.replace("+= 1", "+= 10 as any as number[]"));
    assertEquals("Counter@1.0.2", next(Published.class).ref().toString());
    assertEquals(List.of(), next(TypeErrors.class).fresh());

    String one = COUNTER.replace("+= 1", "+= 10 as any as number[]");
    String two =
        one.replace("@handler('add')", "@handler('x') x(): string { return 1; }\n@handler('add')");
    write("Counter.ts", two);
    assertEquals("Counter@1.0.3", next(Published.class).ref().toString());
    List<String> fresh = next(TypeErrors.class).fresh();
    assertEquals(1, fresh.size(), fresh.toString());
    assertTrue(fresh.getFirst().startsWith("Counter.ts:4:"), fresh.toString());

    write("Counter.ts", COUNTER);
    assertEquals("Counter@1.0.4", next(Published.class).ref().toString());
    assertEquals("Counter@1.0.4", next(TypesCured.class).ref().toString());
    assertEquals("11", add());
  }

  @Test
  void filesComeAndGo() throws Exception {
    write("types.d.ts", "declare const x: number;");
    write("_draft.ts", "not yet");
    write("notes.txt", "no source");
    write("no-class.ts", COUNTER);
    Files.createDirectory(dir.resolve("Folder.ts"));
    run();
    assertEquals("no-class.ts", next(Skipped.class).file().name());
    next(Ready.class);

    Path late = write("Late.ts", COUNTER.replace("Counter", "Late"));
    assertEquals("Late@1.0.0", next(Published.class).ref().toString());
    Files.delete(late);
    assertEquals("Late.ts", next(Removed.class).file().name());
    assertEquals("Late@1.0.0", daemon.runtime().registry().latest("Late").ref().toString());

    Files.write(dir.resolve("Bytes.ts"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Refused wrong = next(Refused.class);
    assertTrue(wrong.problem().detail().contains("UTF-8"));
    assertNull(wrong.running());
    Files.delete(dir.resolve("Bytes.ts"));
    next(Removed.class);

    write("Wrong.ts", "export const x = 1;");
    assertTrue(next(Skipped.class).reason().contains("exports no class"));
    write("Two.ts", COUNTER + COUNTER.substring(COUNTER.indexOf('\n')).replace("Counter", "Other"));
    assertTrue(next(Skipped.class).reason().contains("Counter and Other"));
  }

  @Test
  void whatIsPublishedAlreadyIsNotPublishedAgain() throws Exception {
    daemon.runtime().registry().publish(PublishRequest.of("Counter", "3.4.5", COUNTER), "test");
    write("Counter.ts", COUNTER);
    run();
    assertEquals("Counter@3.4.5", next(Unchanged.class).ref().toString());
    next(Ready.class);

    write("Counter.ts", COUNTER + "// another text\n");
    assertEquals("Counter@3.4.6", next(Published.class).ref().toString());
  }

  @Test
  void aClassIsRepublishedWhenAModuleThatItImportsChanges() throws Exception {
    write(
        "Counter.ts",
        COUNTER
            .replace("'actjs';", "'actjs';\nimport { step } from './steps/step';")
            .replace("+= 1", "+= step()"));
    Files.createDirectory(dir.resolve("steps"));
    write("steps/step.ts", "export { step } from '../amount';\n");
    write("amount.ts", "export function step(): number { return 1; }\n");
    run();
    assertEquals("Counter@1.0.0", next(Published.class).ref().toString());
    next(Ready.class);
    assertEquals("1", add());

    write("amount.ts", "export function step(): number { return 10; }\n");
    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
    assertEquals("11", add());

    write("amount.ts", "export function step(): number { return 'x'; }\n");
    assertEquals("Counter@1.0.2", next(Published.class).ref().toString());
    String detail = next(TypeErrors.class).problem().detail();
    assertTrue(detail.startsWith("amount.ts:1:34: Type 'string' is not assignable"), detail);

    Files.delete(dir.resolve("amount.ts"));
    Refused refused = next(Refused.class);
    assertEquals(ProblemCode.ForbiddenImport, refused.problem().code());
    assertTrue(refused.problem().detail().contains("there is no file '../amount'"));
    assertEquals("Counter@1.0.2", String.valueOf(refused.running()));

    write("amount.ts", "export const step = () => 100;\n");
    assertEquals("Counter@1.0.3", next(Published.class).ref().toString());
  }

  @Test
  void aBundleIsCheckedAgainWhenATypeThatItImportsChanges() throws Exception {
    write(
        "Counter.ts",
        COUNTER
            .replace("'actjs';", "'actjs';\nimport type { Step } from './types/step';")
            .replace("add() {", "add(): number { const by: Step = 1;")
            .replace("+= 1", "+= Number(by)"));
    Files.createDirectory(dir.resolve("types"));
    write("types/step.ts", "export type Step = number;\n");
    run();
    next(Published.class);
    next(Ready.class);

    // Its code stays what it was, so there is nothing to publish.
    write("types/step.ts", "export type Step = string;\n");
    String detail = next(TypeErrors.class).problem().detail();
    assertTrue(detail.startsWith("Counter.ts:5:"), detail);
    write("types/step.ts", "export type Step = number;\n");
    write("Counter.ts", Files.readString(dir.resolve("Counter.ts")) + "// again\n");
    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
  }

  @Test
  void aModuleThatNothingImportsIsNamedOnce() throws Exception {
    write("Counter.ts", COUNTER);
    write("loose.ts", "export const n = 1;\n");
    run();
    next(Published.class);
    assertEquals("loose.ts", next(Skipped.class).file().name());
    next(Ready.class);

    write(
        "Counter.ts",
        COUNTER
            .replace("'actjs';", "'actjs';\nimport { n } from './loose';")
            .replace("+= 1", "+= n"));
    assertEquals("Counter@1.0.1", next(Published.class).ref().toString());
    assertEquals("1", add());
  }

  @Test
  void aClassOfTwoFoldersIsThatOfTheFirst(@TempDir Path rooms) throws Exception {
    Path room = Files.writeString(rooms.resolve("Room.ts"), COUNTER.replace("Counter", "Room"));
    write("Counter.ts", COUNTER);
    Files.writeString(
        rooms.resolve("Counter.ts"),
        COUNTER
            .replace("'actjs';", "'actjs';\nimport { step } from './step';")
            .replace("+= 1", "+= step"));
    Files.writeString(rooms.resolve("step.ts"), "export const step = 100;\n");
    run(dir, rooms);
    assertEquals("Counter@1.0.0", next(Published.class).ref().toString());
    Refused refused = next(Refused.class);
    assertEquals(rooms.resolve("Counter.ts"), refused.file().path());
    assertNull(refused.running());
    String both =
        "class Counter is in "
            + dir.resolve("Counter.ts")
            + " and in "
            + rooms.resolve("Counter.ts");
    assertTrue(refused.problem().detail().startsWith(both), refused.problem().detail());
    assertEquals("Room@1.0.0", next(Published.class).ref().toString());
    assertEquals("step.ts", next(Skipped.class).file().name());
    assertEquals(2, next(Ready.class).examples().size());
    assertEquals("1", add());

    Files.delete(dir.resolve("Counter.ts"));
    assertEquals(dir, next(Removed.class).file().folder());
    Published other = next(Published.class);
    assertEquals("Counter@1.0.1", other.ref().toString());
    assertEquals(rooms, other.file().folder());
    assertEquals("101", add());

    // The one that is there stays.
    write("Counter.ts", COUNTER);
    assertEquals(dir, next(Refused.class).file().folder());
    Files.delete(room);
    assertEquals(room, next(Removed.class).file().path());
    assertEquals("201", add());
  }

  private static String stock(String type) {
    return """
    import { Actor, handler } from 'actjs';
    export class Stock extends Actor<{ n: number }> {
      state = { n: 0 };
      @handler('take') take({ by }: { by: %s }): %s { return by; }
    }
    """
        .formatted(type, type);
  }

  @Test
  void aClassIsCheckedAgainWhenTheTypesThatItImportsChange() throws Exception {
    write(
        "Cart.ts",
        """
        import { Actor, handler } from 'actjs';
        import type { Stock } from './Stock';
        export class Cart extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') async add(): Promise<number> {
            return this.actjs.actor<Stock>('Stock', 'a').take({ by: 1 });
          }
        }
        """);
    write("Stock.ts", stock("number"));
    run();
    next(Published.class);
    next(Published.class);
    next(Ready.class);
    ActorRef cart = new ActorRef("Cart", "a");
    assertEquals("1", daemon.runtime().call(cart, "add", "{}", CallOptions.DEFAULT).join());

    write("Stock.ts", stock("string"));
    assertEquals("Stock@1.0.1", next(Published.class).ref().toString());
    TypeErrors errors = next(TypeErrors.class);
    assertEquals("Cart@1.0.0", errors.ref().toString());
    String detail = errors.problem().detail();
    assertTrue(detail.startsWith("Cart.ts:6:5: Type 'string' is not"), detail);

    write("Stock.ts", stock("number"));
    assertEquals("Stock@1.0.2", next(Published.class).ref().toString());
    assertEquals("Cart@1.0.0", next(TypesCured.class).ref().toString());

    Files.delete(dir.resolve("Stock.ts"));
    next(Removed.class);
    write("Cart.ts", Files.readString(dir.resolve("Cart.ts")).replace("by: 1", "by: 'x'"));
    assertEquals("Cart@1.0.1", next(Published.class).ref().toString());
    detail = next(TypeErrors.class).problem().detail();
    assertTrue(detail.contains("Type 'string' is not assignable to type 'number'"), detail);
  }
}
