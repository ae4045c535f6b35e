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
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Pause;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.ReminderChange;
import io.actjs.model.Sha256;
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.env.DeclaredEnv;
import io.actjs.storage.RandomEntries;
import io.actjs.storage.Records;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Fills a store with everything that can be stored. */
final class FullStore {
  /** Text that JSON, SQL and terminals mind. */
  static final String HOSTILE = "\0 \u0001 \"\\ \n\r\t\u2028 ä€🦀 \uFFFF </script> '; DROP --";

  static final ActorRef COMPACTED = new ActorRef("Counter", "compacted");
  static final ActorRef EMPTIED = new ActorRef("Counter", "compacted to the last turn");
  static final ActorRef DELETED = new ActorRef("Counter", "deleted");
  static final ActorRef WAITING = new ActorRef("Counter", "messages only");
  static final ActorRef ANSWERED = new ActorRef("Counter", "a reply only");
  static final ActorRef ODD = new ActorRef("Zebra", "🦀/..%2F\u2028'\"\\ \uFFFD");

  private FullStore() {}

  static void fill(StorageDriver store, Random random) {
    registry(store.registry());
    access(store.access());
    history(store, random);
    actors(store);
  }

  private static void registry(RegistryStore registry) {
    for (String version : List.of("2.0.0", "1.0.0", "1.10.0-rc.1")) {
      PublishedClass published = release("Counter", version, "source of " + version);
      registry.publish(published, List.of(audit("p" + version)));
    }
    registry.publish(release("Shop", "1.0.0", HOSTILE), List.of(audit("hostile")));
    registry.publish(release("Zebra", "1.0.0", HOSTILE), List.of());
    registry.deprecate(
        ref("Counter", "1.0.0"), new Deprecation(5, 9_000_000_000_000L, HOSTILE), audit("d1"));
    registry.deprecate(ref("Shop", "1.0.0"), new Deprecation(6, null, null), audit("d2"));
    registry.promote(new Promotion("prod", ref("Counter", "1.0.0"), 7), audit("prod"));
    registry.promote(new Promotion("dev", ref("Shop", "1.0.0"), 8), audit("dev"));
    Manifest manifest = Manifest.of(Map.of("Counter", Version.parse("1.0.0")));
    registry.saveManifest(manifest, 11);
    registry.saveManifest(Manifest.of(Map.of()), 12);
    registry.addManifestUses(
        List.of(new ManifestUse(manifest.sha(), 4, 99), new ManifestUse("f".repeat(64), 1, 3)));
    registry.addSigningKey(new SigningKey("z", "PEM\nz", 20, null), audit("k1"));
    registry.addSigningKey(new SigningKey("a", "PEM\na", 21, null), audit("k2"));
    registry.revokeSigningKey("z", 22, audit("k3"));
    registry.audit(new AuditEntry("a1", 30, HOSTILE, "done", HOSTILE, "{\"a\":\"\\u0000\"}"));
  }

  private static void access(AccessStore access) {
    access.addToken(Records.token("t-2"), audit("t2"));
    access.addToken(
        new StoredToken(
            "t-1", Bytes.sha256("1"), HOSTILE, List.of(), null, "{}", HOSTILE, -1, 40, 0),
        audit("t1"));
    access.addToken(
        new StoredToken(
            "t-3",
            Bytes.sha256("3"),
            "s",
            List.of(HOSTILE.replace("\n", "")),
            "",
            "{}",
            "",
            0,
            1,
            2),
        audit("t3"));
    boolean live = access.revokeToken("t-2", 41, audit("t4"));
    access.addCapabilityKey(
        new CapabilityKey("k-2", Bytes.of(new byte[32]), Bytes.ofUtf8(HOSTILE), 42, 0),
        audit("c1"));
    access.addCapabilityKey(
        new CapabilityKey("k-1", Bytes.of(new byte[0]), Bytes.of(new byte[0]), 43, 44),
        audit("c2"));
    live &= access.revokeCapability(new CapabilityRevocation("j-2", 45), audit("r1"));
    live &= access.revokeCapability(new CapabilityRevocation("j-1", Long.MAX_VALUE), audit("r2"));
    access.putEnv(
        List.of(
            new EnvValue("prod", "STRIPE_KEY", true, Bytes.of(new byte[] {0, -1, 10}), 46),
            new EnvValue("prod", "REGION", false, Bytes.ofUtf8(HOSTILE), 47),
            new EnvValue("dev", "REGION", false, Bytes.of(new byte[0]), 48)),
        List.of(audit("e1"), audit("e2")));
    assert live;
  }

  private static AuditEntry audit(String id) {
    return Records.auditEntry(id, "class.published", "Counter");
  }

  private static ClassRef ref(String name, String version) {
    return new ClassRef(name, Version.parse(version));
  }

  private static PublishedClass release(String name, String version, String source) {
    ClassVersion classVersion =
        new ClassVersion(
            ref(name, version),
            Sha256.of(source),
            new ClassShape(
                ClassKind.EVENTS,
                ClassShape.Durability.RELAXED,
                name.equals("Zebra") ? List.of() : List.of("add", "get"),
                name.equals("Shop")
                    ? new ClassShape.Limits("600/m:50", 20)
                    : ClassShape.Limits.NONE,
                DeclaredEnv.of(name.equals("Zebra") ? Map.of() : Map.of("KEY", "secret"))),
            new TreeMap<>(Map.of("Cart", "^1.0.0 || ~2")),
            new TreeMap<>(Map.of("actjs", ">=0.1")),
            name.equals("Shop"),
            name.equals("Shop") ? new SignedBy("z", "c2ln", SignedBy.Scope.RELEASE) : null,
            4_000,
            null);
    String schemas = name.equals("Zebra") ? "" : "{\"state\":\"é🦀\"}";
    return new PublishedClass(
        classVersion, source, "compiled " + source, "{\"version\":3}", schemas);
  }

  /** Random turns, messages, reminders, snapshots, compactions. */
  private static void history(StorageDriver store, Random random) {
    RandomEntries entries = new RandomEntries(random, store);
    for (int i = 0; i < 150; i++) {
      var unused = store.commit(entries.batch(ref -> 1));
      ActorRef ref = entries.actor();
      ActorHead head = store.head(ref);
      if (head != null && head.phase() == ActorHead.Phase.LIVE && random.nextInt(3) == 0) {
        store.saveSnapshot(Records.snapshot(ref, head.seq()));
        store.retain(Records.snapshot(ref, 1 + random.nextLong(head.seq())), 5_000 + i);
        if (random.nextInt(3) == 0) {
          long dropped = store.compact(ref, 1 + random.nextLong(head.seq()));
          assert dropped >= 0;
        }
      }
    }
  }

  private static void actors(StorageDriver store) {
    commit(store, Records.turn(COMPACTED, 1, 3), Records.turn(COMPACTED, 2, 4));
    commit(store, Records.turn(COMPACTED, 3, 4));
    store.saveSnapshot(Records.snapshot(COMPACTED, 2));
    long dropped = store.compact(COMPACTED, 2);
    commit(store, Records.turn(EMPTIED, 1, 1), Records.turn(EMPTIED, 2, 7));
    store.saveSnapshot(Records.snapshot(EMPTIED, 2));
    dropped += store.compact(EMPTIED, 2);
    assert dropped == 4;
    commit(
        store,
        Records.turn(DELETED, 1, 1),
        Records.tombstone(DELETED, 2, 5).answering(Records.reply(DELETED, "end", 9_000)));
    InboxMessage undeliverable = Records.message("u1", DELETED);
    commit(store, Records.turn(ODD, 1, 1, List.of(undeliverable), null));
    commit(store, new InboxEntry.Accepted(Records.message("w1", WAITING)));
    commit(store, new Remembered(Records.reply(ANSWERED, "only", 9_000), 1));
    commit(
        store,
        new InboxEntry.Accepted(
            Records.message("w2", WAITING),
            new KeyedReply(WAITING, Records.key("w"), Long.MAX_VALUE, HOSTILE)));
    commit(store, hostileTurn());
    commit(store, new InboxEntry.Accepted(Records.pinned(hostile("h1", ODD), "e".repeat(64))));
    commit(store, new InboxEntry.Accepted(hostile("h2", ODD)));
    commit(store, new InboxEntry.DeadLettered(hostile("h2", ODD), 3, HOSTILE, 77));
    commit(store, new InboxEntry.Accepted(hostile("h3", ODD)));
    commit(
        store,
        new InboxEntry.Postponed(hostile("h3", ODD).with(new Standing(9, 8, 7, 6, HOSTILE))));
    store.pause(
        new Pause("Odd", null, HOSTILE, HOSTILE, -1),
        Records.auditEntry("p1", "class.paused", "Odd"));
    store.pause(
        new Pause("Odd", "x", HOSTILE, "", 1), Records.auditEntry("p2", "actor.paused", HOSTILE));
    store.retain(new ActorSnapshot(ODD, 1, Records.V1, "\"" + HOSTILE + "\""), Long.MAX_VALUE);
  }

  private static InboxMessage hostile(String id, ActorRef target) {
    return new InboxMessage(id, target, HOSTILE, HOSTILE, "external", -1, Records.headers(HOSTILE));
  }

  private static TurnRecord hostileTurn() {
    InboxMessage reminder =
        InboxMessage.reminder(
            "r1", ODD, Long.MAX_VALUE, 0, HOSTILE, HOSTILE, Records.headers(HOSTILE).ofTell(), 1);
    return new TurnRecord(
        ODD,
        2,
        Long.MAX_VALUE - 1,
        Version.parse("1.0.0-rc.1"),
        Long.MIN_VALUE,
        new Change.Events("[ \"" + HOSTILE + "\" ]"),
        List.of(hostile("o1", WAITING), Records.pinned(hostile("o2", COMPACTED), "c".repeat(64))),
        List.of(
            new ReminderChange.Scheduled(Records.reminder("r0", ODD, 5)),
            new ReminderChange.Cancelled("r0"),
            new ReminderChange.Scheduled(reminder)),
        null,
        List.of("e\u0301 \ud83e\udd80, \"quoted\"", "vip"),
        null);
  }

  private static void commit(StorageDriver store, io.actjs.model.JournalEntry... entries) {
    var results = store.commit(List.of(entries));
    if (results.stream().anyMatch(it -> it != io.actjs.storage.CommitResult.COMMITTED)) {
      throw new AssertionError(results);
    }
  }
}
