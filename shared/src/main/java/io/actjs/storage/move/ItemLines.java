package io.actjs.storage.move;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
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
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.StoredItem;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.ChainedEntry;
import java.util.Map;

/**
 * Writes items as lines; {@link ItemParser} reads them. JSON that actors made is a string in the
 * line, so that its bytes are preserved. A line of an actor's group omits the actor.
 */
final class ItemLines {
  private ItemLines() {}

  static String of(StoredItem item) {
    JsonLine line =
        switch (item) {
          case StoredItem.Release(PublishedClass published) -> release(published);
          case StoredItem.Promoted(Promotion promotion) ->
              JsonLine.of("promotion")
                  .text("environment", promotion.environment())
                  .text("class", promotion.ref().name())
                  .text("version", promotion.ref().version().toString())
                  .number("at", promotion.at());
          case StoredItem.KnownManifest(Manifest manifest, long createdAt) ->
              JsonLine.of("manifest")
                  .object("resolved", map(manifest.resolved()))
                  .number("createdAt", createdAt);
          case StoredItem.Used(ManifestUse use) ->
              JsonLine.of("manifestUse")
                  .text("sha256", use.sha())
                  .number("count", use.count())
                  .number("lastSeen", use.lastSeen());
          case StoredItem.Key(SigningKey key) ->
              JsonLine.of("signingKey")
                  .text("kid", key.kid())
                  .text("publicKeyPem", key.publicKeyPem())
                  .number("addedAt", key.addedAt())
                  .number("revokedAt", key.revokedAt());
          case StoredItem.AuditKept(AuditEnds ends) ->
              JsonLine.of("auditEnds")
                  .text("base", ends.base().toString())
                  .text("head", ends.head().toString());
          case StoredItem.Chained(ChainedEntry chained) ->
              audit(chained.entry())
                  .number("ordinal", chained.ordinal())
                  .text("chain", chained.chain().hex());
          case StoredItem.Audited(AuditEntry entry) -> audit(entry);
          case StoredItem.Paused(Pause pause) ->
              JsonLine.of("pause")
                  .text("class", pause.className())
                  .text("id", pause.id())
                  .text("by", pause.by())
                  .text("reason", pause.reason())
                  .number("at", pause.at());
          case StoredItem.OfAccess ofAccess -> access(ofAccess);
          case StoredItem.Actor actor -> actor(actor);
          case StoredItem.Snapshot(ActorSnapshot snapshot) -> state("snapshot", snapshot);
          case StoredItem.Retained(ActorSnapshot snapshot, long until) ->
              state("retained", snapshot).number("until", until);
          case StoredItem.Turn(TurnRecord turn) -> turn(turn);
          case StoredItem.Pending(InboxMessage message) -> message(JsonLine.of("message"), message);
          case StoredItem.Later(InboxMessage message) -> message(JsonLine.of("later"), message);
          case StoredItem.Replied(KeyedReply reply) ->
              JsonLine.of("reply")
                  .text("scope", reply.key().scope())
                  .text("fingerprint", reply.key().fingerprint())
                  .number("expiresAt", reply.expiresAt())
                  .text("answer", reply.answer());
          case StoredItem.Dead(DeadLetter letter) ->
              message(JsonLine.of("deadLetter"), withoutEnd(letter.message()))
                  .number("attempts", (long) letter.attempts())
                  .text("reason", letter.reason())
                  .number("diedAt", letter.at());
        };
    return line.end();
  }

  private static JsonLine audit(AuditEntry entry) {
    return JsonLine.of("audit")
        .text("id", entry.id())
        .number("at", entry.at())
        .text("principal", entry.principal())
        .text("action", entry.action())
        .text("target", entry.target())
        .text("meta", entry.meta());
  }

  /** Bytes are in hex. */
  private static JsonLine access(StoredItem.OfAccess item) {
    return switch (item) {
      case StoredItem.Token(StoredToken token) ->
          JsonLine.of("token")
              .text("id", token.id())
              .text("hash", token.hash().hex())
              .text("sub", token.sub())
              .texts("roles", token.roles())
              .text("tenant", token.tenant())
              .text("claims", token.claims())
              .text("note", token.note())
              .number("createdAt", token.createdAt())
              .number("expiresAt", token.expiresAt())
              .number("revokedAt", token.revokedAt());
      case StoredItem.MintKey(CapabilityKey key) ->
          JsonLine.of("capabilityKey")
              .text("kid", key.kid())
              .text("publicKey", key.publicKey().hex())
              .text("sealedPrivateKey", key.sealedPrivateKey().hex())
              .number("createdAt", key.createdAt())
              .number("retiredAt", key.retiredAt());
      case StoredItem.Revoked(CapabilityRevocation revocation) ->
          JsonLine.of("capabilityRevocation")
              .text("jti", revocation.jti())
              .number("until", revocation.until());
      case StoredItem.Env(EnvValue value) ->
          JsonLine.of("env")
              .text("env", value.env())
              .text("name", value.name())
              .truth("secret", value.secret())
              .text("value", value.value().hex())
              .number("updatedAt", value.updatedAt());
    };
  }

  /** A letter's line says itself how often it was tried, and why no more. */
  private static InboxMessage withoutEnd(InboxMessage dead) {
    Standing standing = dead.standing();
    return dead.with(new Standing(standing.dueAt(), standing.everyMs(), 0, standing.lost(), null));
  }

  private static JsonLine release(PublishedClass published) {
    ClassVersion version = published.version();
    ClassShape.Limits limits = version.shape().limits();
    JsonLine line =
        JsonLine.of("class")
            .text("name", version.ref().name())
            .text("version", version.ref().version().toString())
            .text("sha256", version.sha256())
            .text("kind", version.shape().kind().name())
            .text("durability", version.shape().durability().name())
            .texts("handlers", version.shape().handlers())
            .text("rate", limits.rate().isEmpty() ? null : limits.rate())
            .number("maxActive", limits.maxActive() == 0 ? null : (long) limits.maxActive())
            .object("deps", map(version.deps()))
            .object("engines", map(version.engines()))
            .truth("floating", version.floating())
            .number("publishedAt", version.publishedAt());
    if (!version.shape().env().isEmpty()) {
      line.object("env", map(version.shape().env().texts()));
    }
    SignedBy signedBy = version.signedBy();
    if (signedBy != null) {
      line.object(
          "signedBy",
          new JsonLine()
              .text("kid", signedBy.kid())
              .text("signature", signedBy.signature())
              .text("scope", signedBy.scope().name()));
    }
    Deprecation deprecation = version.deprecation();
    if (deprecation != null) {
      line.object(
          "deprecation",
          new JsonLine()
              .number("at", deprecation.at())
              .number("graceUntil", deprecation.graceUntil())
              .text("reason", deprecation.reason()));
    }
    return line.text("source", published.source())
        .text("compiled", published.compiled())
        .text("sourceMap", published.sourceMap())
        .text("schemas", published.schemas().isEmpty() ? null : published.schemas());
  }

  private static JsonLine map(Map<String, ?> map) {
    JsonLine line = new JsonLine();
    map.forEach((name, value) -> line.member(name, value.toString()));
    return line;
  }

  private static JsonLine actor(StoredItem.Actor actor) {
    JsonLine line =
        JsonLine.of("actor").text("class", actor.ref().className()).text("id", actor.ref().id());
    ActorHead head = actor.head();
    if (head == null) {
      return line;
    }
    JsonLine members =
        new JsonLine()
            .text("version", head.version().toString())
            .number("seq", head.seq())
            .number("epoch", head.epoch())
            .text("phase", head.phase().name())
            .number("createdAt", head.createdAt())
            .number("updatedAt", head.updatedAt());
    if (!head.tags().isEmpty()) {
      members.texts("tags", head.tags());
    }
    if (actor.closedAt() > 0) {
      members.number("closedAt", actor.closedAt());
    }
    return line.object("head", members);
  }

  private static JsonLine state(String type, ActorSnapshot snapshot) {
    return JsonLine.of(type)
        .number("seq", snapshot.seq())
        .text("version", snapshot.version().toString())
        .text("state", snapshot.state());
  }

  private static JsonLine turn(TurnRecord turn) {
    JsonLine line =
        JsonLine.of("turn")
            .number("seq", turn.seq())
            .number("epoch", turn.epoch())
            .text("version", turn.version().toString())
            .number("at", turn.at());
    switch (turn.change()) {
      case Change.Patch patch -> line.text("patch", patch.json());
      case Change.Events events -> line.text("events", events.json());
      case Change.Replaced replaced -> line.text("replaced", replaced.state());
      case Change.Tombstone tombstone -> line.truth("tombstone", true);
    }
    if (turn.tags() != null) {
      line.texts("tags", turn.tags());
    }
    return line.objects("outbox", turn.outbox().stream().map(ItemLines::outgoing).toList())
        .objects("reminders", turn.reminders().stream().map(ItemLines::change).toList())
        .text("consumed", turn.consumed());
  }

  private static JsonLine outgoing(InboxMessage message) {
    JsonLine target =
        new JsonLine()
            .text("class", message.target().className())
            .text("to", message.target().id());
    return message(target, message);
  }

  private static JsonLine change(ReminderChange change) {
    return switch (change) {
      case ReminderChange.Scheduled set -> message(new JsonLine(), set.message());
      case ReminderChange.Cancelled cancelled -> new JsonLine().text("cancelled", cancelled.id());
    };
  }

  private static JsonLine message(JsonLine line, InboxMessage message) {
    return line.text("id", message.id())
        .text("method", message.type())
        .text("payload", message.payload())
        .text("sender", message.sender())
        .number("at", message.at())
        .text("manifest", message.manifest())
        .optionalObject("headers", HeaderMembers.of(message.headers()))
        .optionalObject("standing", StandingMembers.of(message.standing()));
  }
}
