package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Pause;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SigningKey;
import io.actjs.model.TurnRecord;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.ChainedEntry;
import org.jspecify.annotations.Nullable;

/** One thing that a store holds: what is moved from one store to another. */
public sealed interface StoredItem {

  /** What the registry keeps. */
  sealed interface OfRegistry extends StoredItem {}

  record Release(PublishedClass published) implements OfRegistry {}

  record Promoted(Promotion promotion) implements OfRegistry {}

  /**
   * @param createdAt milliseconds since 1970
   */
  record KnownManifest(Manifest manifest, long createdAt) implements OfRegistry {}

  record Used(ManifestUse use) implements OfRegistry {}

  record Key(SigningKey key) implements OfRegistry {}

  /** Both ends of the audit, before its entries; an audit that never had one has none. */
  record AuditKept(AuditEnds ends) implements OfRegistry {}

  record Chained(ChainedEntry entry) implements OfRegistry {}

  /** An entry of an export that is older than the chain; it gets its place when it is stored. */
  record Audited(AuditEntry entry) implements OfRegistry {}

  /** An actor or a class that handles nothing at present. */
  record Paused(Pause pause) implements StoredItem {}

  /** What decides who may do what. */
  sealed interface OfAccess extends StoredItem {}

  record Token(StoredToken token) implements OfAccess {}

  /** A key that signs capabilities. */
  record MintKey(CapabilityKey key) implements OfAccess {}

  record Revoked(CapabilityRevocation revocation) implements OfAccess {}

  record Env(EnvValue value) implements OfAccess {}

  /** What is kept of one actor. */
  sealed interface OfActor extends StoredItem {
    ActorRef ref();
  }

  /**
   * An actor, before all else of it. A new owner's epoch exceeds that of the head: it is greater
   * than every one that a stored turn has.
   *
   * @param head null when only messages or a retained state are there
   * @param closedAt milliseconds since 1970 at which it was deleted; 0 for a live one
   */
  record Actor(ActorRef ref, @Nullable ActorHead head, long closedAt) implements OfActor {}

  record Snapshot(ActorSnapshot snapshot) implements OfActor {
    @Override
    public ActorRef ref() {
      return snapshot.ref();
    }
  }

  /**
   * The state from before the last migration.
   *
   * @param until milliseconds since 1970 after which it may be dropped
   */
  record Retained(ActorSnapshot snapshot, long until) implements OfActor {
    @Override
    public ActorRef ref() {
      return snapshot.ref();
    }
  }

  record Turn(TurnRecord turn) implements OfActor {
    @Override
    public ActorRef ref() {
      return turn.ref();
    }
  }

  /** A message that no turn has consumed. */
  record Pending(InboxMessage message) implements OfActor {
    @Override
    public ActorRef ref() {
      return message.target();
    }
  }

  /** A message that is due later. */
  record Later(InboxMessage message) implements OfActor {
    @Override
    public ActorRef ref() {
      return message.target();
    }
  }

  /** What a request under a key was answered. */
  record Replied(KeyedReply reply) implements OfActor {
    @Override
    public ActorRef ref() {
      return reply.ref();
    }
  }

  /** A message that was given up. */
  record Dead(DeadLetter letter) implements OfActor {
    @Override
    public ActorRef ref() {
      return letter.message().target();
    }
  }
}
