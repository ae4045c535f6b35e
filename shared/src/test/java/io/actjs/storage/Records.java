package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.CallChain;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.PublishedClass;
import io.actjs.model.ReminderChange;
import io.actjs.model.RequestKey;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.StoredToken;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Stored records with the parts that a test does not care about filled in. */
public final class Records {
  public static final Version V1 = Version.parse("1.0.0");

  private Records() {}

  public static ActorRef actor(String id) {
    return new ActorRef("Counter", id);
  }

  public static TurnRecord turn(ActorRef ref, long seq, long epoch) {
    return turn(ref, seq, epoch, List.of(), null);
  }

  public static TurnRecord turn(
      ActorRef ref,
      long seq,
      long epoch,
      List<InboxMessage> outbox,
      @org.jspecify.annotations.Nullable String consumed) {
    Change change =
        new Change.Patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + seq + "}]");
    return new TurnRecord(ref, seq, epoch, V1, 1_000 + seq, change, outbox, List.of(), consumed);
  }

  public static TurnRecord tombstone(ActorRef ref, long seq, long epoch) {
    return new TurnRecord(
        ref, seq, epoch, V1, 2_000, new Change.Tombstone(), List.of(), List.of(), null);
  }

  /** The message as it was sent at that time. */
  public static InboxMessage sentAt(InboxMessage message, long at) {
    return new InboxMessage(
        message.id(),
        message.target(),
        message.type(),
        message.payload(),
        message.sender(),
        at,
        message.headers(),
        message.standing());
  }

  public static InboxMessage message(String id, ActorRef target) {
    return new InboxMessage(id, target, "add", "{\"by\":1}", "external", 3_000, Headers.NONE);
  }

  /** The message, sent by one who was pinned to the manifest. */
  public static InboxMessage pinned(InboxMessage message, String manifest) {
    return with(message, Headers.pinned(manifest));
  }

  public static InboxMessage with(InboxMessage message, Headers headers) {
    return new InboxMessage(
        message.id(),
        message.target(),
        message.type(),
        message.payload(),
        message.sender(),
        message.at(),
        headers);
  }

  /** The token with this id, whose secret is the id and a text. */
  public static StoredToken token(String id) {
    return new StoredToken(
        id,
        Bytes.sha256("secret of " + id),
        "user of " + id,
        List.of("admin", "a b"),
        "acme",
        "{\"plan\":\"pro\"}",
        "for tests",
        5,
        StoredToken.NEVER,
        0);
  }

  /** The key of a request with this name. */
  public static RequestKey key(String name) {
    return RequestKey.of("ann", "call add", name, "[1]");
  }

  /** What the request with this name was answered. */
  public static KeyedReply reply(ActorRef ref, String name, long expiresAt) {
    return new KeyedReply(ref, key(name), expiresAt, "{\"result\":\"%s\"}".formatted(name));
  }

  /** Headers that have everything; the text is one of a caller. */
  public static Headers headers(String text) {
    return new Headers(
        new Principal(
            "principal " + text,
            List.of("admin", text),
            text,
            List.of("call:" + text),
            "{\"n\":1}"),
        "ab".repeat(32),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        RequestKey.of("ann", "call add", "key", text),
        new CallChain(actor("inner"), new CallChain(actor("outer"), null)),
        30_000,
        3);
  }

  public static InboxMessage reminder(String id, ActorRef target, long dueAt) {
    return reminder(id, target, dueAt, Headers.NONE);
  }

  public static InboxMessage reminder(String id, ActorRef target, long dueAt, Headers headers) {
    return InboxMessage.reminder(
        id, target, dueAt, 60, "tick", "{\"id\":\"" + id + "\"}", headers, 50);
  }

  public static TurnRecord reminds(ActorRef ref, long seq, List<ReminderChange> changes) {
    return new TurnRecord(
        ref, seq, 1, V1, 1_000 + seq, new Change.Patch("[]"), List.of(), changes, null);
  }

  public static TurnRecord sets(ActorRef ref, long seq, InboxMessage... reminders) {
    return reminds(
        ref, seq, Stream.of(reminders).<ReminderChange>map(ReminderChange.Scheduled::new).toList());
  }

  public static TurnRecord cancels(ActorRef ref, long seq, String... ids) {
    return reminds(
        ref, seq, Stream.of(ids).<ReminderChange>map(ReminderChange.Cancelled::new).toList());
  }

  public static InboxEntry.ReminderFired fired(
      InboxMessage reminder, long nextDueAt, String messageId) {
    return new InboxEntry.ReminderFired(reminder, nextDueAt, message(messageId, reminder.target()));
  }

  /** The message after so many attempts, due later or, at 0, at once. */
  public static InboxMessage tried(InboxMessage message, int attempts, long dueAt) {
    return message.with(
        new Standing(dueAt, message.everyMs(), attempts, attempts / 2, "No: " + attempts));
  }

  public static TurnRecord handles(
      ActorRef ref, long seq, String consumed, ReminderChange... changes) {
    return new TurnRecord(
        ref,
        seq,
        1,
        V1,
        1_000 + seq,
        new Change.Patch("[]"),
        List.of(),
        List.of(changes),
        consumed);
  }

  public static AuditEntry auditEntry(String id, String action, String target) {
    return new AuditEntry(id, 5_000, "admin", action, target, "{\"n\":\"ä🦀\"}");
  }

  public static ActorSnapshot snapshot(ActorRef ref, long seq) {
    return new ActorSnapshot(ref, seq, V1, "{\"n\":%d,\"of\":\"%s\"}".formatted(seq, ref));
  }

  public static PublishedClass published(String name, String version, String source) {
    ClassVersion classVersion =
        new ClassVersion(
            new ClassRef(name, Version.parse(version)),
            "%064x".formatted(source.hashCode()),
            new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of("add", "get")),
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            null,
            4_000,
            null);
    return new PublishedClass(classVersion, source, "compiled " + source, "");
  }
}
