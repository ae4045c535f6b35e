package io.actjs.storage;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.published;
import static io.actjs.storage.Records.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.ClassRef;
import io.actjs.model.Deprecation;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.Pause;
import io.actjs.model.Promotion;
import io.actjs.model.SigningKey;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.audit.AuditAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every change that is audited, in a database that does not take its entry: then there is no
 * change. One that is refused leaves no entry, which other parts of the TCK hold.
 */
public abstract class AuditedChangesTck {
  private static final ActorRef MOVES = actor("moves");
  private static final ActorRef DIES = actor("dies");
  private static final ActorRef WORKS = actor("works");
  private static final ClassRef SHOP = new ClassRef("Shop", Records.V1);
  private static final InboxMessage DEAD = message("m1", WORKS);
  private static final InboxMessage DEAD_TOO = message("m2", WORKS);

  /** Puts an entry of nobody where the next one would be. */
  private static final String BLOCK =
      "INSERT INTO audit (ordinal, chain, id, at, principal, action, target, meta)"
          + " SELECT head.ordinal + 1, a.chain, 'x', a.at, a.principal, a.action, a.target, a.meta"
          + " FROM audit a, audit_head head WHERE a.ordinal = 1";

  private static final String UNBLOCK = "DELETE FROM audit WHERE id = 'x'";

  /** Opens the store. */
  protected abstract StorageDriver open();

  /** A connection to the tables of the store, which is closed. */
  protected abstract Connection connect() throws SQLException;

  /** Changes the store, together with the entry. */
  private interface Audited {
    void in(StorageDriver store, AuditEntry entry);
  }

  /** A change for each action, in an order in which all of them are possible. */
  private static Map<String, Audited> changes() {
    Map<String, Audited> all = new LinkedHashMap<>();
    put(
        all,
        AuditAction.CLASS_PUBLISHED,
        (store, entry) ->
            store.registry().publish(published("Shop", "2.0.0", "v2"), List.of(entry)));
    put(
        all,
        AuditAction.CLASS_SIGNED,
        (store, entry) ->
            store.registry().publish(published("Shop", "3.0.0", "v3"), List.of(entry)));
    put(
        all,
        AuditAction.CLASS_DEPRECATED,
        (store, entry) -> store.registry().deprecate(SHOP, new Deprecation(1, null, "old"), entry));
    put(
        all,
        AuditAction.CLASS_PROMOTED,
        (store, entry) -> store.registry().promote(new Promotion("prod", SHOP, 1), entry));
    put(
        all,
        AuditAction.SIGNING_KEY_ADDED,
        (store, entry) ->
            store.registry().addSigningKey(new SigningKey("k", "PEM", 1, null), entry));
    put(
        all,
        AuditAction.SIGNING_KEY_REVOKED,
        (store, entry) -> store.registry().revokeSigningKey("k", 2, entry));
    put(
        all,
        AuditAction.CLASS_PAUSED,
        (store, entry) -> store.pause(new Pause("Shop", null, "ann", "because", 1), entry));
    put(all, AuditAction.CLASS_RESUMED, (store, entry) -> store.resume("Shop", null, entry));
    put(
        all,
        AuditAction.ACTOR_PAUSED,
        (store, entry) -> store.pause(new Pause("Shop", "a", "ann", "because", 1), entry));
    put(all, AuditAction.ACTOR_RESUMED, (store, entry) -> store.resume("Shop", "a", entry));
    put(all, AuditAction.ACTOR_MIGRATED, (store, entry) -> commit(store, moved(2, "2.0.0", entry)));
    put(
        all,
        AuditAction.ACTOR_ROLLED_BACK,
        (store, entry) -> commit(store, moved(3, "1.0.0", entry)));
    put(
        all,
        AuditAction.ACTOR_TOMBSTONED,
        (store, entry) -> commit(store, Records.tombstone(DIES, 2, 1).audited(entry)));
    put(
        all,
        AuditAction.DEAD_LETTER_RETRIED,
        (store, entry) -> commit(store, new InboxEntry.Exhumed(WORKS, DEAD.id(), DEAD, entry)));
    put(
        all,
        AuditAction.DEAD_LETTER_DROPPED,
        (store, entry) -> commit(store, new InboxEntry.Exhumed(WORKS, DEAD_TOO.id(), null, entry)));
    put(
        all,
        AuditAction.REMINDER_CANCELLED,
        (store, entry) -> commit(store, Records.cancels(WORKS, 2, "r1").audited(entry)));
    put(
        all,
        AuditAction.TOKEN_CREATED,
        (store, entry) -> store.access().addToken(token("t"), entry));
    put(
        all,
        AuditAction.TOKEN_REVOKED,
        (store, entry) -> store.access().revokeToken("t", 9, entry));
    put(
        all,
        AuditAction.TOKEN_ERASED,
        (store, entry) -> assertEquals(1, store.access().dropTokens(token("t").sub(), entry)));
    Bytes bytes = Bytes.ofUtf8("bytes");
    put(
        all,
        AuditAction.CAPABILITY_KEY_ADDED,
        (store, entry) ->
            store.access().addCapabilityKey(new CapabilityKey("c", bytes, bytes, 1, 0), entry));
    put(
        all,
        AuditAction.CAPABILITY_KEY_RETIRED,
        (store, entry) -> store.access().retireCapabilityKey("c", 2, entry));
    put(
        all,
        AuditAction.CAPABILITY_REVOKED,
        (store, entry) -> store.access().revokeCapability(new CapabilityRevocation("j", 9), entry));
    put(
        all,
        AuditAction.ENV_SET,
        (store, entry) ->
            store
                .access()
                .putEnv(List.of(new EnvValue("prod", "A", true, bytes, 1)), List.of(entry)));
    put(
        all,
        AuditAction.SECRET_KEY_ROTATED,
        (store, entry) -> store.access().reseal(old -> Bytes.ofUtf8("again"), entry));
    put(all, AuditAction.ENV_UNSET, (store, entry) -> store.access().removeEnv("prod", "A", entry));
    return all;
  }

  private static void put(Map<String, Audited> all, AuditAction action, Audited change) {
    all.put(action.text(), change);
  }

  private static void commit(StorageDriver store, JournalEntry entry) {
    assertEquals(List.of(CommitResult.COMMITTED), store.commit(List.of(entry)));
  }

  private static TurnRecord moved(long seq, String version, AuditEntry entry) {
    return TurnRecord.of(
            MOVES, seq, 1, Version.parse(version), seq, new Change.Replaced("{\"n\":" + seq + "}"))
        .audited(entry);
  }

  private void prepare() {
    try (StorageDriver store = open()) {
      store.registry().publish(published("Shop", "1.0.0", "v1"), List.of(entry("begun")));
      for (ActorRef ref : List.of(MOVES, DIES, WORKS)) {
        store.activate(ref);
        commit(store, Records.turn(ref, 1, 1));
      }
      for (InboxMessage dead : List.of(DEAD, DEAD_TOO)) {
        commit(store, new InboxEntry.Accepted(dead));
        commit(store, new InboxEntry.DeadLettered(dead, 1, "No: no", 1));
      }
    }
  }

  private static AuditEntry entry(String action) {
    return Records.auditEntry("of " + action, action, "it");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql), sql);
    }
  }

  private static List<StoredItem> all(StorageDriver store) {
    List<StoredItem> items = new ArrayList<>();
    store.contents().read(items::add);
    return items;
  }

  private List<StoredItem> stored() {
    try (StorageDriver store = open()) {
      return all(store);
    }
  }

  @Test
  void w101WhatCannotBeAuditedDoesNotHappen() throws Exception {
    prepare();
    for (Map.Entry<String, Audited> each : changes().entrySet()) {
      String action = each.getKey();
      AuditEntry entry = entry(action);
      List<StoredItem> before = stored();
      execute(BLOCK);
      try (StorageDriver store = open()) {
        assertThrows(RuntimeException.class, () -> each.getValue().in(store, entry), action);
      }
      execute(UNBLOCK);
      assertEquals(before, stored(), action);
      try (StorageDriver store = open()) {
        each.getValue().in(store, entry);
      }
      List<StoredItem> after = stored();
      assertNotEquals(withoutAudit(before), withoutAudit(after), action);
      try (StorageDriver store = open()) {
        assertEquals(List.of(entry), store.registry().auditLog(1), action);
        assertEquals(null, store.registry().audit().verify(null).fault(), action);
      }
    }
  }

  private static List<StoredItem> withoutAudit(List<StoredItem> items) {
    return items.stream()
        .filter(
            item -> !(item instanceof StoredItem.Chained || item instanceof StoredItem.AuditKept))
        .toList();
  }

  @Test
  void everyActionThatChangesTheStoreIsTried() {
    Set<String> wanted = new TreeSet<>();
    for (AuditAction action : AuditAction.values()) {
      if (action.changesStore()) {
        wanted.add(action.text());
      }
    }
    wanted.removeAll(changes().keySet());
    assertEquals(Set.of(), wanted);
  }
}
