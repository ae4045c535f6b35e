package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The version that {@code --bump} chooses. */
class PublishBumpTest extends PublishFixture {

  @Test
  void theTypesDecideWhichVersionComesNext() throws IOException {
    String file = counting("Auto", "{ by?: number }", "");
    assertTrue(ok("publish", file, "--bump=auto").startsWith("published Auto@1.0.0 ("));
    assertEquals("unchanged Auto@1.0.0", ok("publish", file, "--bump=auto"));

    counting("Auto", "{ by?: number }", "// a comment");
    assertTrue(ok("publish", file, "--bump=auto").startsWith("published Auto@1.0.1 ("));

    counting(
        "Auto", "{ by?: number; note?: string }", "@handler('get') get(): number { return 1; }");
    List<String> minor = ok("publish", file, "--bump=auto").lines().toList();
    assertTrue(minor.getFirst().startsWith("published Auto@1.1.0 ("), minor.toString());
    assertEquals(
        List.of("  minor: Auto.add: /note is new", "  minor: Auto.get is new"),
        minor.subList(1, 3));

    counting(
        "Auto", "{ by: number; note?: string }", "@handler('get') get(): number { return 1; }");
    List<String> dry = ok("publish", file, "--bump=auto", "--dry-run").lines().toList();
    assertTrue(dry.getFirst().startsWith("dry run: Auto@2.0.0 is valid, nothing"), dry.toString());
    JsonNode major = Json.parse(ok("publish", file, "--bump=auto", "--json"));
    assertEquals("2.0.0", major.path("version").asText());
    assertEquals("major", major.path("bump").asText());
    assertEquals(
        "[{\"asks\":\"major\",\"change\":\"Auto.add: /by is required now\"}]",
        major.path("changes").toString());
    assertFalse(major.has("schemas"));
  }

  @Test
  void aBumpThatHidesABreakingChangeIsRefused() throws IOException {
    String file = counting("Hidden", "{ by?: number }", "");
    ok("publish", file, "--bump=patch");
    counting("Hidden", "{ by: number }", "");

    String err = refused("publish", file, "--bump=minor");

    assertEquals(
        "actctl: BumpTooSmall: a breaking change of handlers, state or events asks for a major"
            + " version, which --bump minor would hide: Hidden.add: /by is required now; use --bump"
            + " major or auto, or --no-check",
        err);
    assertTrue(ok("publish", file, "--bump=minor", "--no-check").contains("Hidden@1.1.0"));
    counting("Hidden", "{ by: number }", "// again");
    String unknown = refused("publish", file, "--bump=auto");
    assertTrue(unknown.contains("Hidden@1.1.0 has no schemas to compare with"), unknown);
    assertTrue(ok("publish", file, "--bump=major").contains("published Hidden@2.0.0"));
  }

  @Test
  void theHighestVersionIsRaisedEvenIfItIsDeprecated() throws IOException {
    String file = counting("Counted", "{ by?: number }", "");
    ok("publish", file, "--version=1.9.0");
    counting("Counted", "{ by?: number }", "// 2");
    ok("publish", file, "--version=2.0.0");
    ok("deprecate", "Counted@2.0.0");
    counting("Counted", "{ by?: number }", "// 3");
    ok("publish", file, "--version=1.10.0");
    counting("Counted", "{ by?: number }", "// 4");

    assertTrue(ok("publish", file, "--bump=patch").startsWith("published Counted@2.0.1 ("));
  }

  @Test
  void eventsAndStateCountAsWellAsHandlers() throws IOException {
    String ledger =
        """
        import { EventSourced, handler } from 'actjs';
        type Entry = { type: 'in'; amount: number } | { type: 'out'; amount: number };
        interface Books { balance: number }
        export class Ledger extends EventSourced<Books, Entry> {
          initialState(): Books { return { balance: 0 }; }
          @handler('put') put(args: { amount: number }) {
            const entry: Entry = { type: 'in', amount: args.amount };
            return { events: [entry], result: this.state.balance };
          }
          reduce(state: Books, event: Entry): void { state.balance += event.amount; }
        }
        """;
    String file = write("Ledger.ts", ledger);
    ok("publish", file, "--bump=auto");

    write(
        "Ledger.ts",
        ledger
            .replace(" | { type: 'out'; amount", " | { type: 'void' } | { type: 'out'; amount")
            .replace("+= event.amount", "+= event.type === 'void' ? 0 : event.amount"));
    String added = ok("publish", file, "--bump=auto");
    assertEquals(
        List.of("  minor: Ledger: an event can be \"void\" now"), added.lines().skip(1).toList());

    write(
        "Ledger.ts",
        ledger
            .replace("balance: number }", "balance: number; at: number }")
            .replace("balance: 0", "balance: 0, at: 0"));
    String gone = ok("publish", file, "--bump=auto");
    assertEquals(
        List.of(
            "  major: Ledger: /at of the state is required now",
            "  major: Ledger: an event can no longer be \"void\""),
        gone.lines().skip(1).toList());
  }
}
