package io.actjs.storage.move;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.CallChain;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.ReminderChange;
import io.actjs.model.RequestKey;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.StoredItem;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ItemLinesTest {
  private static final ActorRef REF = new ActorRef("Counter", "a");

  /** Any chars at all: halves of surrogate pairs, U+0000, line separators. */
  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(20),
        Arbitraries.strings()
            .withChars('\0', '\n', '"', '\\', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', 'a')
            .ofMaxLength(20));
  }

  @Property(tries = 500)
  void everyFieldOfATurnSurvives(
      @ForAll("texts") String text,
      @ForAll("texts") String other,
      @ForAll long number,
      @ForAll boolean optional) {
    InboxMessage message =
        new InboxMessage(
            other,
            new ActorRef("Shop", "🦀"),
            text,
            text,
            other,
            number,
            headers(text, number, optional));
    InboxMessage reminder =
        InboxMessage.reminder(
            text, REF, number, number, other, text, headers(other, number, !optional), number);
    List<Change> changes =
        List.of(
            new Change.Patch(text),
            new Change.Events(text),
            new Change.Replaced(text),
            new Change.Tombstone());
    TurnRecord turn =
        new TurnRecord(
            REF,
            number,
            number,
            Version.parse("1.2.3-rc.1"),
            number,
            changes.get((int) Math.floorMod(number, 4L)),
            optional ? List.of(message, message) : List.of(),
            optional
                ? List.of(
                    new ReminderChange.Cancelled(text), new ReminderChange.Scheduled(reminder))
                : List.of(),
            optional ? other : null,
            optional ? List.of(text, other) : null,
            null);

    assertSurvives(new StoredItem.Turn(turn));
  }

  private static @Nullable Principal principal(String text, long number) {
    if (text.isEmpty()) {
      return null;
    }
    return number % 2 == 0
        ? Principal.of(text, List.of())
        : new Principal(text, List.of(text, "b"), text, List.of(text), "{\"c\":" + number + "}");
  }

  private static Headers headers(String text, long number, boolean optional) {
    long positive = number & Long.MAX_VALUE;
    return optional
        ? new Headers(
            principal(text, number),
            text,
            text,
            RequestKey.of("ann", text, "key", text),
            new CallChain(REF, null),
            positive,
            (int) (positive % 100))
        : Headers.pinned(text);
  }

  @Property(tries = 200)
  void everyFieldOfAnAuditEntrySurvives(@ForAll("texts") String text, @ForAll long number) {
    AuditEntry entry = new AuditEntry(text, number, text, text, text, text);
    ChainPoint point = new ChainPoint(number & Long.MAX_VALUE, Bytes.sha256(text));
    for (StoredItem item :
        List.of(
            new StoredItem.Audited(entry),
            new StoredItem.Chained(ChainedEntry.after(point, entry)),
            new StoredItem.AuditKept(new AuditEnds(point, point)))) {
      Members line = Members.parse(line(item));
      assertEquals(item, ItemParser.ofStore(line.text("type"), line));
    }
  }

  @Property(tries = 200)
  void howAMessageStandsSurvivesWhereverItIs(
      @ForAll("texts") String text, @ForAll long number, @ForAll int attempts) {
    InboxMessage message =
        new InboxMessage(text, REF, text, text, text, number, Headers.NONE)
            .with(new Standing(number, number, attempts, attempts, attempts > 0 ? text : null));

    for (StoredItem item :
        List.of(
            new StoredItem.Pending(message),
            new StoredItem.Later(message),
            new StoredItem.Dead(new DeadLetter(message, attempts, text, number)))) {
      Members line = Members.parse(line(item));
      assertEquals(item, ItemParser.ofActor(line.text("type"), line, REF));
    }
  }

  @Property(tries = 100)
  void everyFieldOfAReplySurvives(@ForAll("texts") String text, @ForAll long number) {
    RequestKey key = RequestKey.of(text, "call add", "key", text);
    StoredItem item = new StoredItem.Replied(new KeyedReply(REF, key, number, text));

    assertEquals(item, ItemParser.ofActor("reply", Members.parse(line(item)), REF));
  }

  @Property(tries = 100)
  void everyFieldOfAPauseSurvives(@ForAll("texts") String text, @ForAll long number) {
    StoredItem item =
        new StoredItem.Paused(
            new Pause("Counter", number % 2 == 0 ? null : "a", text, text, number));

    assertEquals(item, ItemParser.ofStore("pause", Members.parse(line(item))));
  }

  @Property(tries = 200)
  void everyFieldAboutAccessSurvives(
      @ForAll("texts") String text, @ForAll byte[] bytes, @ForAll long number) {
    Bytes some = Bytes.of(bytes);
    for (StoredItem item :
        List.of(
            new StoredItem.Token(
                new StoredToken(
                    "id",
                    Bytes.sha256(text),
                    "s" + text,
                    List.of("r" + text.replace("\n", ""), "admin"),
                    number % 2 == 0 ? null : text,
                    text,
                    text,
                    number,
                    number,
                    number)),
            new StoredItem.MintKey(new CapabilityKey("kid", some, some, number, number)),
            new StoredItem.Revoked(new CapabilityRevocation("jti", number)),
            new StoredItem.Env(new EnvValue("prod", "KEY", number % 2 == 0, some, number)))) {
      Members line = Members.parse(line(item));
      assertEquals(item, ItemParser.ofStore(line.text("type"), line));
    }
  }

  private static void assertSurvives(StoredItem.Turn item) {
    assertEquals(item, ItemParser.ofActor("turn", Members.parse(line(item)), REF));
  }

  /** As it is in a file: one line, UTF-8 that nothing was lost in. */
  private static byte[] line(StoredItem item) {
    String line = ItemLines.of(item);
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    assertFalse(line.contains("\n"));
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(line));
    return utf8;
  }
}
