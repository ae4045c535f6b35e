package io.actjs.storage.jdbc;

import io.actjs.model.AuditEntry;
import io.actjs.storage.access.AccessRefusal;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The tables about access. A change is one durable transaction with its audit entries; one that is
 * refused throws out of its transaction, so that nothing of it is stored.
 */
public final class AccessTables implements AccessStore {
  private final Transactions database;
  private final AuditTable log;

  public AccessTables(Transactions database, AuditTable log) {
    this.database = database;
    this.log = log;
  }

  @Override
  public void addToken(StoredToken token, AuditEntry audit) {
    database.change(
        token.claims().length(),
        session -> {
          if (AccessRows.insert(session, token) == 0) {
            throw AccessRefusal.tokenExists(token.id());
          }
          log.write(session, audit);
        });
  }

  @Override
  public List<StoredToken> tokens() {
    return database.read(session -> session.list(AccessSql.TOKENS, AccessRows::token));
  }

  @Override
  public boolean revokeToken(String id, long revokedAt, AuditEntry audit) {
    AtomicBoolean live = new AtomicBoolean();
    database.change(
        0,
        session -> {
          Long expiresAt = session.first(AccessSql.TOKEN_EXPIRY, row -> row.getLong(1), id);
          if (expiresAt == null) {
            throw AccessRefusal.unknownToken(id);
          }
          boolean revoked = session.update(AccessSql.REVOKE_TOKEN, revokedAt, id) > 0;
          live.set(revoked && revokedAt < expiresAt);
          if (revoked) {
            log.write(session, audit);
          }
        });
    return live.get();
  }

  @Override
  public int dropTokens(String sub, AuditEntry audit) {
    AtomicInteger dropped = new AtomicInteger();
    database.change(
        0,
        session -> {
          dropped.set(session.update(AccessSql.DROP_TOKENS, new FreeText(sub)));
          if (dropped.get() > 0) {
            log.write(session, audit);
          }
        });
    return dropped.get();
  }

  @Override
  public void addCapabilityKey(CapabilityKey key, AuditEntry audit) {
    database.change(
        0,
        session -> {
          if (AccessRows.insert(session, key) == 0) {
            throw AccessRefusal.keyExists(key.kid());
          }
          log.write(session, audit);
        });
  }

  @Override
  public void retireCapabilityKey(String kid, long retiredAt, AuditEntry audit) {
    database.change(
        0,
        session -> {
          if (session.first(AccessSql.HAS_KEY, row -> true, kid) == null) {
            throw AccessRefusal.unknownKey(kid);
          }
          if (session.update(AccessSql.RETIRE_KEY, retiredAt, kid) > 0) {
            log.write(session, audit);
          }
        });
  }

  @Override
  public List<CapabilityKey> capabilityKeys() {
    return database.read(session -> session.list(AccessSql.KEYS, AccessRows::key));
  }

  @Override
  public boolean revokeCapability(CapabilityRevocation revocation, AuditEntry audit) {
    AtomicBoolean fresh = new AtomicBoolean();
    database.change(
        0,
        session -> {
          fresh.set(AccessRows.insert(session, revocation) > 0);
          if (fresh.get()) {
            log.write(session, audit);
          }
        });
    return fresh.get();
  }

  @Override
  public List<CapabilityRevocation> capabilityRevocations(long nowMs) {
    return database.read(
        session -> session.list(AccessSql.REVOCATIONS, AccessRows::revocation, nowMs));
  }

  /** In one order, so that two servers do not wait for each other. */
  @Override
  public void putEnv(List<EnvValue> values, List<AuditEntry> audit) {
    List<EnvValue> sorted = values.stream().sorted(EnvValue.BY_NAME).toList();
    database.change(
        values.stream().mapToLong(value -> value.value().size()).sum(),
        session -> {
          for (EnvValue value : sorted) {
            AccessRows.set(session, value);
          }
          log.write(session, audit);
        });
  }

  @Override
  public boolean removeEnv(String env, String name, AuditEntry audit) {
    AtomicBoolean found = new AtomicBoolean();
    database.change(
        0,
        session -> {
          found.set(session.update(AccessSql.REMOVE_VALUE, env, name) > 0);
          if (found.get()) {
            log.write(session, audit);
          }
        });
    return found.get();
  }

  @Override
  public List<EnvValue> env(String env) {
    return database.read(session -> session.list(AccessSql.VALUES_OF, AccessRows::value, env));
  }

  @Override
  public List<EnvValue> env() {
    return database.read(session -> session.list(AccessSql.VALUES, AccessRows::value));
  }

  @Override
  public void reseal(UnaryOperator<Bytes> anew, AuditEntry audit) {
    database.change(
        0,
        session -> {
          for (CapabilityKey key : session.list(AccessSql.KEYS, AccessRows::key)) {
            Bytes sealed = anew.apply(key.sealedPrivateKey());
            session.update(AccessSql.RESEAL_KEY, sealed.toArray(), key.kid());
          }
          for (EnvValue value : session.list(AccessSql.VALUES, AccessRows::value)) {
            if (value.secret()) {
              AccessRows.set(session, value.sealed(anew.apply(value.value())));
            }
          }
          log.write(session, audit);
        });
  }
}
