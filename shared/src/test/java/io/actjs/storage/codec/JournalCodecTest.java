package io.actjs.storage.codec;

import static io.actjs.storage.Records.V1;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.pinned;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.CallChain;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.InboxEntry.Exhumed;
import io.actjs.model.InboxEntry.Postponed;
import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.model.ReminderChange;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import io.actjs.model.access.Principal;
import io.actjs.storage.Records;
import io.actjs.storage.codec.JournalCodec.Located;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stored bytes outlive the program: what is written is read back, also what older versions wrote.
 */
final class JournalCodecTest {
  private static final String SHA = "ab".repeat(32);
  private static final ActorRef A = actor("a");

  private static final InboxMessage PLAIN = message("m1", A);
  private static final InboxMessage PINNED = pinned(message("m2", actor("b")), SHA);
  private static final InboxMessage ONCE =
      InboxMessage.reminder("r1", A, -1, 0, "t", "null", Headers.NONE, 7);
  private static final InboxMessage RECURRING =
      InboxMessage.reminder("r2", A, Long.MAX_VALUE, 60_000, "tick", "{}", Headers.pinned(SHA), 8);

  private static TurnRecord turnOf(
      List<InboxMessage> outbox, List<ReminderChange> reminders, Change change) {
    return new TurnRecord(A, 3, 2, V1, 99, change, outbox, reminders, null);
  }

  private static List<JournalEntry> entries() {
    Change patch = new Change.Patch("[]");
    List<ReminderChange> reminders =
        List.of(
            new ReminderChange.Scheduled(ONCE),
            new ReminderChange.Cancelled("r0"),
            new ReminderChange.Scheduled(RECURRING));
    return List.of(
        turnOf(List.of(), List.of(), patch),
        turnOf(List.of(PLAIN), List.of(), new Change.Replaced("{\"é\":\"🦀\"}")),
        turnOf(List.of(PLAIN, PINNED, PLAIN), List.of(), patch),
        turnOf(List.of(), reminders, patch),
        turnOf(List.of(PLAIN), reminders, patch),
        turnOf(List.of(PINNED), reminders, new Change.Tombstone()),
        turn(A, 4, 1, List.of(PINNED), "m0"),
        new Accepted(PLAIN),
        new Accepted(PINNED),
        new DeadLettered(PLAIN, 5, "No: why", -1),
        new DeadLettered(PINNED, 0, "", Long.MAX_VALUE),
        new ReminderFired(ONCE, 0, PLAIN),
        new ReminderFired(RECURRING, 100, pinned(PLAIN, SHA)));
  }

  /** What earlier formats do not have. */
  private static List<JournalEntry> moves() {
    InboxMessage tried =
        pinned(PLAIN, SHA).with(new Standing(Long.MAX_VALUE, 60, 7, 1, "Nö\0: why"));
    InboxMessage again = PLAIN.with(new Standing(0, 0, 1, 0, ""));
    return List.of(
        turn(A, 4, 1, List.of(PINNED), "m0").tagging(List.of("ünï 🦀", "vip")),
        turn(A, 5, 1).tagging(List.of()),
        turnOf(
            List.of(PLAIN, again),
            List.of(new ReminderChange.Scheduled(tried)),
            new Change.Patch("[]")),
        new Accepted(again),
        new Postponed(tried),
        ReminderFired.of(tried),
        new ReminderFired(tried, 0, again.with(tried.standing())),
        new DeadLettered(PLAIN, 5, "No: why", 9, PLAIN.occurringAt(10)),
        new Exhumed(A, "m1", again),
        new Exhumed(A, "m1", null));
  }

  /** What requests under keys were answered, beside all that they did. */
  private static List<JournalEntry> keyed() {
    KeyedReply reply = new KeyedReply(A, Records.key("k"), -1, "{\"é\":\"🦀\0\"}");
    return List.of(
        turnOf(List.of(PLAIN), List.of(), new Change.Patch("[]")).answering(reply),
        turnOf(List.of(), List.of(), new Change.Tombstone()).answering(reply),
        new Accepted(PINNED, Records.reply(PINNED.target(), "k", Long.MAX_VALUE)),
        new Remembered(reply, 7),
        new Remembered(new KeyedReply(A, Records.key("e"), 0, ""), Long.MAX_VALUE));
  }

  private static List<JournalEntry> readBack(byte[] segment) {
    return JournalCodec.readSegment(segment).stream().map(Located::entry).toList();
  }

  @Test
  void messagesKeepHowTheyStandAndMovesWhatTheyMove() {
    for (JournalEntry entry : moves()) {
      assertEquals(List.of(entry), readBack(segment(List.of(entry))));
    }
    assertEquals(moves(), readBack(segment(moves())));
  }

  @Test
  void repliesReadAsTheyWereWrittenBesideEntriesWithoutThem() {
    for (JournalEntry entry : keyed()) {
      assertEquals(List.of(entry), readBack(segment(List.of(entry))));
    }
    List<JournalEntry> mixed = new ArrayList<>(entries());
    mixed.addAll(keyed());
    mixed.addAll(moves());
    assertEquals(mixed, readBack(segment(mixed)));
  }

  @Test
  void aReplyStaysBehindWhenItsTurnMovesToAChunk() {
    TurnRecord plain = turn(A, 4, 1);
    TurnRecord answering = plain.answering(Records.reply(A, "k", 9_000));
    byte[] expected = JournalCodec.chunkOf(plain);
    assertArrayEquals(expected, JournalCodec.chunkOf(answering));
    byte[] segment = segment(List.of(answering));
    Located located = JournalCodec.readSegment(segment).getFirst();
    assertEquals(plain, JournalCodec.readTurn(A, segment, located.offset(), located.length()));
    ByteWriter moved = JournalCodec.begin(16);
    JournalCodec.appendStored(moved, A, segment, located.offset(), located.length());
    assertArrayEquals(expected, JournalCodec.sealed(moved));
  }

  @Test
  void anEntryWithoutAReplyIsNoLargerThanBeforeThereWereReplies() {
    int reply = segment(List.of(turn(A, 4, 1).answering(Records.reply(A, "k", 9_000)))).length;
    assertTrue(reply > segment(List.of(turn(A, 4, 1))).length + 64);
    // format, sum, kind, two texts of the address, length: then the body
    int body = JournalCodec.chunkOf(turn(A, 4, 1)).length - 1 - Integer.BYTES;
    assertEquals(1 + Integer.BYTES + 1 + refBytes() + body, segment(List.of(turn(A, 4, 1))).length);
  }

  private static int refBytes() {
    ByteWriter out = new ByteWriter(16);
    writeRef(out);
    return out.size();
  }

  /** A program that reads formats 1 and 2 refuses the segment; it never reads it wrongly. */
  @Test
  void noOlderFormatTakesAMove() {
    for (int format = 1; format < JournalCodec.FORMAT; format++) {
      int older = format;
      for (JournalEntry entry :
          List.of(
              new Postponed(PLAIN.occurringAt(5)),
              new Exhumed(A, "m1", null),
              new Exhumed(A, "m1", PLAIN))) {
        assertThrows(
            IllegalArgumentException.class, () -> Segments.of(older, List.of(entry)), "" + older);
      }
      for (JournalEntry entry : moves().subList(2, 8)) {
        byte[] pretending = segment(List.of(entry));
        pretending[0] = (byte) older;
        if (!(entry instanceof ReminderFired || entry instanceof DeadLettered)) {
          assertThrows(ActjsException.class, () -> readBack(pretending), "" + older);
        }
      }
    }
    IllegalArgumentException goesOn =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Segments.of(
                    2, List.of(new DeadLettered(PLAIN, 5, "No", 9, PLAIN.occurringAt(10)))));
    assertTrue(goesOn.getMessage().contains("DeadLettered"), goesOn.getMessage());
  }

  @Test
  void howAFreshMessageStandsCostsOneByteAndMovingAMessageNotItsContentTwice() {
    int older = Segments.of(2, List.of(new Accepted(PLAIN))).length;
    int checksum = Integer.BYTES;
    assertEquals(older + checksum + 1, segment(List.of(new Accepted(PLAIN))).length);
    InboxMessage large =
        InboxMessage.reminder("r1", A, 5, 0, "t", "x".repeat(1_000), Headers.NONE, 7);
    assertTrue(segment(List.of(ReminderFired.of(large))).length < 1_200);
  }

  private static byte[] segment(List<JournalEntry> entries) {
    return Segments.of(JournalCodec.FORMAT, entries);
  }

  /** The turns of a segment of the format in a chunk. */
  private static byte[] chunk(int format, List<TurnRecord> turns) {
    byte[] segment = Segments.of(format, List.copyOf(turns));
    ByteWriter out = new ByteWriter(16);
    Container.begin(out, format);
    for (Located located : JournalCodec.readSegment(segment)) {
      out.writeBytes(segment, located.offset(), located.length());
    }
    return JournalCodec.sealed(out);
  }

  private static List<TurnRecord> turns() {
    List<TurnRecord> turns = new ArrayList<>();
    for (JournalEntry entry : entries()) {
      if (entry instanceof TurnRecord turn) {
        turns.add(
            new TurnRecord(
                A,
                turns.size() + 1,
                turn.epoch(),
                turn.version(),
                turn.at(),
                turn.change(),
                turn.outbox(),
                turn.reminders(),
                turn.consumed()));
      }
    }
    return turns;
  }

  private static List<TurnRecord> turnsOf(byte[] chunk, long fromSeq) {
    List<TurnRecord> turns = new ArrayList<>();
    assertTrue(JournalCodec.readChunk(A, chunk, fromSeq, turns::add));
    return turns;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyEntryReadsAsItWasWrittenWhateverFollowsIt(int format) {
    List<JournalEntry> entries = entries();
    byte[] segment = Segments.of(format, entries);
    List<Located> read = JournalCodec.readSegment(segment);
    assertEquals(entries, read.stream().map(Located::entry).toList());
    for (Located located : read) {
      if (located.entry() instanceof TurnRecord turn) {
        assertEquals(turn, JournalCodec.readTurn(A, segment, located.offset(), located.length()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aChunkGivesItsTurnsAndCanLoseItsFirst(int format) {
    List<TurnRecord> turns = turns();
    byte[] chunk = chunk(format, turns);
    assertEquals(turns, turnsOf(chunk, 1));
    assertEquals(turns.subList(2, turns.size()), turnsOf(chunk, 3));
    byte[] shorter = JournalCodec.chunkFrom(chunk, 3);
    assertArrayEquals(chunk(format, turns.subList(2, turns.size())), shorter);
    assertArrayEquals(chunk, JournalCodec.chunkFrom(chunk, -1));
    assertEquals(List.of(), turnsOf(JournalCodec.chunkFrom(chunk, 100), 1));
  }

  @Test
  void turnsOfSegmentsOfAnyFormatMakeAChunkOfTheNewest() {
    List<TurnRecord> turns = turns();
    ByteWriter mixed = JournalCodec.begin(16);
    for (int i = 0; i < turns.size(); i++) {
      byte[] segment = Segments.of(1 + i % 3, List.of(turns.get(i)));
      Located located = JournalCodec.readSegment(segment).getFirst();
      JournalCodec.appendStored(mixed, A, segment, located.offset(), located.length());
    }
    assertArrayEquals(chunk(JournalCodec.FORMAT, turns), JournalCodec.sealed(mixed));
    assertEquals(turns, turnsOf(JournalCodec.sealed(mixed), 1));
  }

  @Test
  void messagesAndRemindersKeepAllHeaders() {
    Headers full =
        new Headers(
            Principal.of("ann", List.of("r")),
            SHA,
            "00-ab-cd-01",
            Records.key("key"),
            new CallChain(A, null),
            30_000,
            0);
    InboxMessage message = Records.with(PLAIN, full);
    InboxMessage reminder = InboxMessage.reminder("r", A, 5, 0, "t", "{}", full.ofTell(), 7);
    List<JournalEntry> entries =
        List.of(
            turnOf(
                List.of(PLAIN, message, PINNED),
                List.of(new ReminderChange.Scheduled(reminder)),
                new Change.Patch("[]")),
            new Accepted(message),
            new DeadLettered(message, 5, "No: why", 9),
            new ReminderFired(reminder, 100, message));
    assertEquals(
        entries, JournalCodec.readSegment(segment(entries)).stream().map(Located::entry).toList());
  }

  @Test
  void aPlainTurnIsNoLargerThanItWasInTheFirstFormatButForTheChecksum() {
    TurnRecord plain = turn(A, 4, 1);
    int first = JournalCodec.chunkOf(plain, 1).length;
    assertEquals(first - 2 + Integer.BYTES, JournalCodec.chunkOf(plain).length);
    TurnRecord consumes = turn(A, 4, 1, List.of(), "m0");
    assertEquals(
        JournalCodec.chunkOf(consumes, 1).length + Integer.BYTES,
        JournalCodec.chunkOf(consumes).length);
  }

  @Test
  void aSectionThatIsNotKnownIsRefused() {
    byte[] plain = JournalCodec.chunkOf(turn(A, 4, 1), 2);
    for (int tag : new int[] {1, 5, 7, 12, 127}) {
      ByteWriter out = new ByteWriter(64);
      out.writeBytes(plain, 0, plain.length);
      out.writeByte(tag);
      out.writeText("later");
      out.fillInt(1, out.size() - 1 - Integer.BYTES);
      byte[] newer = out.toByteArray();
      String detail =
          assertThrows(ActjsException.class, () -> JournalCodec.readChunk(A, newer, 1, t -> true))
              .detail();
      assertTrue(tag == 1 || detail.contains("newer version"), detail);
    }
  }

  /** The bytes that were written before there were reminders and manifests. */
  @Test
  void aBodyWithoutItsOptionalPartReads() {
    ByteWriter out = new ByteWriter(16);
    out.writeByte(1);
    out.writeByte(1);
    writeRef(out);
    int start = out.skipInt();
    for (long number : new long[] {3, 2, 99, 1, 0, 0}) {
      out.writeLong(number);
    }
    out.writeText("");
    out.writeByte(1);
    out.writeText("[]");
    out.writeLong(1);
    writeRef(out);
    writeMessage(out);
    out.writeText("");
    out.fillInt(start, out.size() - start - Integer.BYTES);
    out.writeByte(2);
    writeRef(out);
    start = out.skipInt();
    writeMessage(out);
    out.fillInt(start, out.size() - start - Integer.BYTES);
    out.writeByte(3);
    writeRef(out);
    start = out.skipInt();
    writeMessage(out);
    out.writeLong(5);
    out.writeText("No: why");
    out.writeLong(-1);
    out.fillInt(start, out.size() - start - Integer.BYTES);
    List<JournalEntry> expected =
        List.of(
            turnOf(List.of(PLAIN), List.of(), new Change.Patch("[]")),
            new Accepted(PLAIN),
            new DeadLettered(PLAIN, 5, "No: why", -1));
    byte[] old = out.toByteArray();
    assertEquals(expected, JournalCodec.readSegment(old).stream().map(Located::entry).toList());
    assertArrayEquals(old, Segments.of(1, expected), "a turn that needs no optional part has none");
  }

  private static void writeRef(ByteWriter out) {
    out.writeText(A.className());
    out.writeText(A.id());
  }

  private static void writeMessage(ByteWriter out) {
    out.writeText(PLAIN.id());
    out.writeText(PLAIN.type());
    out.writeText(PLAIN.payload());
    out.writeText(PLAIN.sender());
    out.writeLong(PLAIN.at());
  }

  @Test
  void fault32_aByteThatChangesIsDamageWhereverItIs() {
    List<JournalEntry> entries = new ArrayList<>(keyed());
    entries.addAll(List.of(turn(A, 1, 1), new Accepted(PLAIN)));
    byte[] segment = segment(entries);
    byte[] chunk = JournalCodec.chunkOf(turn(A, 1, 1));
    for (int bit = Byte.SIZE; bit < segment.length * Byte.SIZE; bit++) {
      byte[] changed = flipped(segment, bit);
      assertThrows(ActjsException.class, () -> JournalCodec.readSegment(changed));
    }
    for (int bit = Byte.SIZE; bit < chunk.length * Byte.SIZE; bit++) {
      byte[] changed = flipped(chunk, bit);
      assertThrows(ActjsException.class, () -> JournalCodec.readChunk(A, changed, 1, turn -> true));
      assertThrows(ActjsException.class, () -> JournalCodec.chunkFrom(changed, 1));
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return changed;
  }

  private static void requireWhole(byte[] segment) {
    for (int length = 2; length < segment.length; length++) {
      byte[] cut = Arrays.copyOf(segment, length);
      assertEquals(
          ProblemCode.StoreDamaged,
          assertThrows(ActjsException.class, () -> JournalCodec.readSegment(cut)).code());
    }
  }

  @Test
  void bytesThatEndTooEarlyAreDamage() {
    byte[] whole = segment(List.of(new ReminderFired(reminder("r", A, 5), 9, PLAIN)));
    requireWhole(whole);
    // In a format without a checksum the codec alone has to see it.
    keyed().forEach(entry -> requireWhole(Segments.of(2, List.of(entry))));
    byte[] newer = whole.clone();
    newer[0] = 9;
    String detail =
        assertThrows(ActjsException.class, () -> JournalCodec.readSegment(newer)).detail();
    assertTrue(detail.contains("newer version"), detail);
  }
}
