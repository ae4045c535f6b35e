package io.actjs.actctl.command.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevFile;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.repeat.Difference;
import io.actjs.engine.repeat.Difference.Cause;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DevScreenTest {
  private static final ClassRef CART = new ClassRef("Cart", Version.parse("1.0.2"));
  private final ActjsException types =
      new ActjsException(
          ProblemCode.TypeInvalid,
          "2 errors",
          Map.of("diagnostics", "[\"Cart.ts:1:1: @|red no|@\", \"Cart.ts:2:2: \\u001b[2J\"]"),
          null);

  private static final DevFile FILE = new DevFile(Path.of("shop"), "Cart.ts");

  private final List<DevEvent> events =
      List.of(
          new DevEvent.Published(FILE, CART, List.of("add", "show"), 12),
          new DevEvent.Unchanged(FILE, CART, List.of("add")),
          new DevEvent.Migrated(CART, 3, 0, 0, List.of(), 0),
          new DevEvent.Migrated(CART, 1, 2, 4, List.of("Cart/a: no way"), 1),
          new DevEvent.ShapeChanged(CART, List.of("a", "b.c"), List.of("d"), List.of("e"), 7),
          new DevEvent.Refused(FILE, types, CART),
          new DevEvent.TypeErrors(FILE, CART, types, Diagnostics.of(types)),
          new DevEvent.TypeErrors(FILE, CART, types, List.of()),
          new DevEvent.TypesCured(FILE, CART),
          new DevEvent.Differs(difference(Cause.MEMORY, "result", "2", "1")),
          new DevEvent.Differs(difference(Cause.CLOCK, "change", "…2026", "…2028")),
          new DevEvent.Differs(difference(Cause.CHANCE, "calls", "A/b.c(1)", "A/b.c(2)")),
          new DevEvent.Skipped(new DevFile(Path.of("shop"), "my-cart.ts"), "no class name"),
          new DevEvent.Removed(new DevFile(Path.of("shop"), "Old.ts")),
          new DevEvent.TypesWritten(Path.of("shop/.actjs/types"), true, false),
          new DevEvent.TypesWritten(Path.of("shop/.actjs/types"), true, true),
          new DevEvent.TypesWritten(Path.of("shop/.actjs/types"), false, false),
          new DevEvent.TypesUnwritten("cannot write to shop/.actjs/types: no space"),
          new DevEvent.Generated(Path.of("web/actors"), List.of(Path.of("web/actors/index.js"))),
          new DevEvent.Ungenerated(Path.of("web/actors"), "a class has errors"),
          new DevEvent.Ready(List.of("actctl call Cart a add '{\"n\": 1}'")));

  private static Difference difference(Cause cause, String where, String first, String second) {
    return new Difference(CART, "add", cause, where, first, second);
  }

  private String screen(int port, Ansi ansi) {
    StringWriter out = new StringWriter();
    URI server = URI.create("http://127.0.0.1:" + port);
    DevScreen screen =
        new DevScreen(
            new PrintWriter(out),
            DevScreen.Manner.plain(ansi),
            List.of(Path.of("shop")),
            server,
            "http://127.0.0.1:3000",
            null);
    events.forEach(screen);
    return out.toString();
  }

  @Test
  void everyEventIsALineAndExamplesCanBeCopied() {
    assertEquals(
        """
        actjs is serving at http://127.0.0.1:4000, in memory only

          published  Cart@1.0.2 in 12 ms: add, show
          unchanged  Cart@1.0.2: add
          migrated   Cart@1.0.2: 3 actors had the old shape
          migrated   Cart@1.0.2: 1 actor had the old shape; 2 migrated again from the state before the migration, without the 4 turns since
          failed     migrate of 1 actor:
                     Cart/a: no way
          no migrate Cart@1.0.2: the state has another shape, 7 stored actors go on without a and b.c, with the former d, with another type of e: write a migrate
          rejected   Cart.ts: TypeInvalid: 2 errors; still running Cart@1.0.2
                     shop/Cart.ts:1:1: @|red no|@
                     shop/Cart.ts:2:2: ?[2J
          type error Cart.ts: running Cart@1.0.2 anyway
                     shop/Cart.ts:1:1: @|red no|@
                     shop/Cart.ts:2:2: ?[2J
          types fit  Cart.ts: Cart@1.0.2 has no type errors
          twice      Cart@1.0.2: add depends on what is not in this.state: result 2, or 1 after a restart
          twice      Cart@1.0.2: add depends on the clock: change …2026, or …2028 later; this.actjs.now() is when the turn began
          twice      Cart@1.0.2: add depends on chance: calls A/b.c(1), or A/b.c(2) another time
          skipped    my-cart.ts: no class name
          removed    Old.ts (published versions remain)
          types      wrote those of actjs for your editor to shop/.actjs/types; "actctl init --template empty" adds a tsconfig.json
          types      wrote those of actjs for your editor to shop/.actjs/types
          types      those of this version are in shop/.actjs/types
          types      cannot write to shop/.actjs/types: no space
          generated  the types for clients in web/actors
          generated  the types for clients in web/actors stay as they were: a class has errors

        Try in another terminal:
          export ACTJS_URL=http://127.0.0.1:4000
          actctl call Cart a add '{"n": 1}'
          curl -X POST http://127.0.0.1:4000/v1/actors/Cart/a/add -H 'content-type: application/json' -d '{"n": 1}'

        Saving a file republishes it; its actors keep their state. Press Ctrl-C to stop.
        """,
        screen(4000, Ansi.OFF));
  }

  @Test
  void theUsualServerNeedsNoExport() {
    assertFalse(screen(3000, Ansi.OFF).contains("export"));
  }

  @Test
  void colourIsForTerminalsOnly() {
    assertTrue(screen(3000, Ansi.ON).contains("\u001b["));
    assertFalse(screen(3000, Ansi.OFF).contains("\u001b"));
  }

  @Test
  void programsGetOneDocumentALine() {
    StringWriter out = new StringWriter();
    DevJson json =
        new DevJson(
            it -> out.append(Json.compact(it)).append('\n'), URI.create("http://127.0.0.1:3000"));
    events.forEach(json);

    List<String> kinds =
        out.toString().lines().map(it -> Json.parse(it).path("event").asText()).toList();
    assertEquals(
        List.of(
            "serving",
            "published",
            "unchanged",
            "migrated",
            "migrated",
            "shapeChanged",
            "refused",
            "typeErrors",
            "typeErrors",
            "typesCured",
            "differs",
            "differs",
            "differs",
            "skipped",
            "removed",
            "typesWritten",
            "typesWritten",
            "typesWritten",
            "typesUnwritten",
            "generated",
            "ungenerated",
            "ready"),
        kinds);
  }
}
