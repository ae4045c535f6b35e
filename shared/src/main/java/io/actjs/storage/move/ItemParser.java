package io.actjs.storage.move;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Pause;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.ReminderChange;
import io.actjs.model.RequestKey;
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.env.DeclaredEnv;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that {@link ItemLines} writes. A line with impossible values is an {@link
 * IllegalArgumentException} or an {@code ActjsException}.
 */
final class ItemParser {
  private ItemParser() {}

  /** An item of no actor, or null when the type is of none. */
  static @Nullable StoredItem ofStore(String type, Members line) {
    return switch (type) {
      case "class" -> release(line);
      case "promotion" ->
          new StoredItem.Promoted(
              new Promotion(
                  line.text("environment"),
                  new ClassRef(line.text("class"), line.version("version")),
                  line.number("at")));
      case "manifest" ->
          new StoredItem.KnownManifest(manifest(line.object("resolved")), line.number("createdAt"));
      case "manifestUse" ->
          new StoredItem.Used(
              new ManifestUse(line.text("sha256"), line.number("count"), line.number("lastSeen")));
      case "signingKey" ->
          new StoredItem.Key(
              new SigningKey(
                  line.text("kid"),
                  line.text("publicKeyPem"),
                  line.number("addedAt"),
                  line.optionalNumber("revokedAt")));
      case "auditEnds" ->
          new StoredItem.AuditKept(new AuditEnds(point(line, "base"), point(line, "head")));
      case "audit" -> audit(line);
      case "pause" ->
          new StoredItem.Paused(
              new Pause(
                  ActorRef.requireClassName(line.text("class")),
                  line.optionalText("id"),
                  line.text("by"),
                  line.text("reason"),
                  line.number("at")));
      default -> access(type, line);
    };
  }

  /** Formats up to 5 have no chain. */
  private static StoredItem audit(Members line) {
    AuditEntry entry =
        new AuditEntry(
            line.text("id"),
            line.number("at"),
            line.text("principal"),
            line.text("action"),
            line.text("target"),
            line.text("meta"));
    return line.has("chain")
        ? new StoredItem.Chained(
            new ChainedEntry(line.number("ordinal"), entry, bytes(line, "chain")))
        : new StoredItem.Audited(entry);
  }

  private static ChainPoint point(Members line, String name) {
    ChainPoint point = ChainPoint.parse(line.text(name));
    if (point == null) {
      throw new IllegalArgumentException("\"" + name + "\" is no place in the audit");
    }
    return point;
  }

  private static StoredItem.@Nullable OfAccess access(String type, Members line) {
    return switch (type) {
      case "token" ->
          new StoredItem.Token(
              new StoredToken(
                  line.text("id"),
                  bytes(line, "hash"),
                  line.text("sub"),
                  line.texts("roles"),
                  line.optionalText("tenant"),
                  line.text("claims"),
                  line.text("note"),
                  line.number("createdAt"),
                  line.number("expiresAt"),
                  line.number("revokedAt")));
      case "capabilityKey" ->
          new StoredItem.MintKey(
              new CapabilityKey(
                  line.text("kid"),
                  bytes(line, "publicKey"),
                  bytes(line, "sealedPrivateKey"),
                  line.number("createdAt"),
                  line.number("retiredAt")));
      case "capabilityRevocation" ->
          new StoredItem.Revoked(new CapabilityRevocation(line.text("jti"), line.number("until")));
      case "env" ->
          new StoredItem.Env(
              new EnvValue(
                  line.text("env"),
                  line.text("name"),
                  line.truth("secret"),
                  bytes(line, "value"),
                  line.number("updatedAt")));
      default -> null;
    };
  }

  private static Bytes bytes(Members line, String name) {
    return Bytes.ofHex(line.text(name));
  }

  /** An item of the actor, or null when the type is of none. */
  static StoredItem.@Nullable OfActor ofActor(String type, Members line, ActorRef ref) {
    return switch (type) {
      case "snapshot" -> new StoredItem.Snapshot(state(line, ref));
      case "retained" -> new StoredItem.Retained(state(line, ref), line.number("until"));
      case "turn" -> new StoredItem.Turn(turn(line, ref));
      case "message" -> new StoredItem.Pending(message(line, ref));
      case "later" -> new StoredItem.Later(message(line, ref));
      case "reminder" -> new StoredItem.Later(reminder(line, ref));
      case "reply" ->
          new StoredItem.Replied(
              new KeyedReply(
                  ref,
                  new RequestKey(line.text("scope"), line.text("fingerprint")),
                  line.number("expiresAt"),
                  line.text("answer")));
      case "deadLetter" ->
          new StoredItem.Dead(
              new DeadLetter(
                  message(line, ref),
                  Math.toIntExact(line.number("attempts")),
                  line.text("reason"),
                  line.number("diedAt")));
      default -> null;
    };
  }

  /**
   * @param exportedAt stands for the time of the last turn, which formats up to 4 do not tell
   */
  static StoredItem.Actor actor(Members line, long exportedAt) {
    ActorRef ref = new ActorRef(line.text("class"), line.text("id"));
    Members head = line.optionalObject("head");
    if (head == null) {
      return new StoredItem.Actor(ref, null, 0);
    }
    Long closedAt = head.optionalNumber("closedAt");
    Long createdAt = head.optionalNumber("createdAt");
    Long updatedAt = head.optionalNumber("updatedAt");
    return new StoredItem.Actor(
        ref,
        new ActorHead(
            ref,
            head.version("version"),
            head.number("seq"),
            head.number("epoch"),
            head.constant("phase", ActorHead.Phase.class),
            createdAt == null ? 0 : createdAt,
            updatedAt == null ? exportedAt : updatedAt,
            head.has("tags") ? head.texts("tags") : List.of()),
        closedAt == null ? 0 : closedAt);
  }

  private static StoredItem.Release release(Members line) {
    Members signedBy = line.optionalObject("signedBy");
    Members deprecation = line.optionalObject("deprecation");
    Members env = line.optionalObject("env");
    ClassVersion version =
        new ClassVersion(
            new ClassRef(ActorRef.requireClassName(line.text("name")), line.version("version")),
            line.text("sha256"),
            new ClassShape(
                line.constant("kind", ClassKind.class),
                line.constant("durability", ClassShape.Durability.class),
                line.texts("handlers"),
                limits(line),
                env == null ? DeclaredEnv.NONE : DeclaredEnv.of(env.map())),
            line.object("deps").map(),
            line.object("engines").map(),
            line.truth("floating"),
            signedBy == null
                ? null
                : new SignedBy(
                    signedBy.text("kid"),
                    signedBy.text("signature"),
                    signedBy.constant("scope", SignedBy.Scope.class)),
            line.number("publishedAt"),
            deprecation == null
                ? null
                : new Deprecation(
                    deprecation.number("at"),
                    deprecation.optionalNumber("graceUntil"),
                    deprecation.optionalText("reason")));
    return new StoredItem.Release(
        new PublishedClass(
            version,
            line.text("source"),
            line.text("compiled"),
            line.text("sourceMap"),
            Objects.requireNonNullElse(line.optionalText("schemas"), "")));
  }

  private static ClassShape.Limits limits(Members line) {
    Long maxActive = line.optionalNumber("maxActive");
    return new ClassShape.Limits(
        Objects.requireNonNullElse(line.optionalText("rate"), ""),
        maxActive == null ? 0 : Math.toIntExact(maxActive));
  }

  private static Manifest manifest(Members resolved) {
    Map<String, Version> versions = new TreeMap<>();
    resolved.map().forEach((name, version) -> versions.put(name, Version.parse(version)));
    return Manifest.of(versions);
  }

  private static ActorSnapshot state(Members line, ActorRef ref) {
    return new ActorSnapshot(ref, line.number("seq"), line.version("version"), line.text("state"));
  }

  private static TurnRecord turn(Members line, ActorRef ref) {
    List<InboxMessage> outbox =
        line.objects("outbox").stream()
            .map(sent -> message(sent, new ActorRef(sent.text("class"), sent.text("to"))))
            .toList();
    return new TurnRecord(
        ref,
        line.number("seq"),
        line.number("epoch"),
        line.version("version"),
        line.number("at"),
        change(line),
        outbox,
        line.objects("reminders").stream().map(change -> reminderChange(change, ref)).toList(),
        line.optionalText("consumed"),
        line.has("tags") ? line.texts("tags") : null,
        null);
  }

  private static Change change(Members line) {
    if (line.has("patch")) {
      return new Change.Patch(line.text("patch"));
    }
    if (line.has("events")) {
      return new Change.Events(line.text("events"));
    }
    if (line.has("replaced")) {
      return new Change.Replaced(line.text("replaced"));
    }
    if (line.has("tombstone")) {
      return new Change.Tombstone();
    }
    throw new IllegalArgumentException("the turn does not say what it changed");
  }

  private static ReminderChange reminderChange(Members change, ActorRef ref) {
    if (change.has("cancelled")) {
      return new ReminderChange.Cancelled(change.text("cancelled"));
    }
    boolean older = change.has("setAt");
    return new ReminderChange.Scheduled(older ? reminder(change, ref) : message(change, ref));
  }

  private static InboxMessage message(Members line, ActorRef target) {
    return new InboxMessage(
        line.text("id"),
        target,
        line.text("method"),
        line.text("payload"),
        line.text("sender"),
        line.number("at"),
        HeaderMembers.read(line),
        StandingMembers.read(line));
  }

  /** Formats 1 and 2 write reminders in words of their own. */
  private static InboxMessage reminder(Members line, ActorRef target) {
    return InboxMessage.reminder(
        line.text("id"),
        target,
        line.number("dueAt"),
        line.number("everyMs"),
        line.text("method"),
        line.text("payload"),
        HeaderMembers.read(line),
        line.number("setAt"));
  }
}
