package io.actjs.storage.memory;

import io.actjs.model.AuditEntry;
import io.actjs.storage.StoredItem;
import io.actjs.storage.access.AccessRefusal;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The part of the memory driver about access. */
final class MemoryAccess implements AccessStore {
  private static final Comparator<CapabilityRevocation> FIRST_PAST_FIRST =
      Comparator.comparingLong(CapabilityRevocation::until)
          .thenComparing(CapabilityRevocation::jti);

  private final MemoryAudit log;
  private final Map<String, StoredToken> tokens = new LinkedHashMap<>();
  private final Map<String, CapabilityKey> keys = new LinkedHashMap<>();
  private final Map<String, CapabilityRevocation> revocations = new LinkedHashMap<>();
  private final NavigableMap<String, EnvValue> values = new TreeMap<>();

  MemoryAccess(MemoryAudit log) {
    this.log = log;
  }

  @Override
  public synchronized void addToken(StoredToken token, AuditEntry audit) {
    boolean used = tokens.values().stream().anyMatch(other -> other.hash().equals(token.hash()));
    if (used || tokens.putIfAbsent(token.id(), token) != null) {
      throw AccessRefusal.tokenExists(token.id());
    }
    log.add(audit);
  }

  @Override
  public synchronized List<StoredToken> tokens() {
    return List.copyOf(tokens.values());
  }

  @Override
  public synchronized boolean revokeToken(String id, long revokedAt, AuditEntry audit) {
    StoredToken token = tokens.get(id);
    if (token == null) {
      throw AccessRefusal.unknownToken(id);
    }
    if (token.revokedAt() == 0) {
      tokens.put(id, token.revoked(revokedAt));
      log.add(audit);
    }
    return token.isLive(revokedAt);
  }

  @Override
  public synchronized int dropTokens(String sub, AuditEntry audit) {
    int before = tokens.size();
    tokens.values().removeIf(token -> token.sub().equals(sub));
    if (tokens.size() < before) {
      log.add(audit);
    }
    return before - tokens.size();
  }

  @Override
  public synchronized void addCapabilityKey(CapabilityKey key, AuditEntry audit) {
    if (keys.putIfAbsent(key.kid(), key) != null) {
      throw AccessRefusal.keyExists(key.kid());
    }
    log.add(audit);
  }

  @Override
  public synchronized void retireCapabilityKey(String kid, long retiredAt, AuditEntry audit) {
    CapabilityKey key = keys.get(kid);
    if (key == null) {
      throw AccessRefusal.unknownKey(kid);
    }
    if (key.retiredAt() == 0) {
      keys.put(kid, key.retired(retiredAt));
      log.add(audit);
    }
  }

  @Override
  public synchronized List<CapabilityKey> capabilityKeys() {
    return List.copyOf(keys.values());
  }

  @Override
  public synchronized boolean revokeCapability(CapabilityRevocation revocation, AuditEntry audit) {
    boolean fresh = revocations.putIfAbsent(revocation.jti(), revocation) == null;
    if (fresh) {
      log.add(audit);
    }
    return fresh;
  }

  @Override
  public synchronized List<CapabilityRevocation> capabilityRevocations(long nowMs) {
    return revocations.values().stream()
        .filter(revocation -> revocation.until() > nowMs)
        .sorted(FIRST_PAST_FIRST)
        .toList();
  }

  synchronized int dropRevocations(long nowMs, int limit) {
    List<CapabilityRevocation> past =
        revocations.values().stream()
            .filter(revocation -> revocation.until() <= nowMs)
            .sorted(FIRST_PAST_FIRST)
            .limit(limit)
            .toList();
    past.forEach(revocation -> revocations.remove(revocation.jti()));
    return past.size();
  }

  @Override
  public synchronized void putEnv(List<EnvValue> added, List<AuditEntry> audit) {
    added.forEach(this::put);
    audit.forEach(log::add);
  }

  private void put(EnvValue value) {
    values.put(key(value.env(), value.name()), value);
  }

  private static String key(String env, String name) {
    return env + ' ' + name;
  }

  @Override
  public synchronized boolean removeEnv(String env, String name, AuditEntry audit) {
    boolean found = values.remove(key(env, name)) != null;
    if (found) {
      log.add(audit);
    }
    return found;
  }

  @Override
  public synchronized List<EnvValue> env(String env) {
    return env().stream().filter(value -> value.env().equals(env)).toList();
  }

  @Override
  public synchronized List<EnvValue> env() {
    return values.values().stream().sorted(EnvValue.BY_NAME).toList();
  }

  @Override
  public synchronized void reseal(UnaryOperator<Bytes> anew, AuditEntry audit) {
    List<CapabilityKey> sealedKeys =
        keys.values().stream().map(key -> key.sealed(anew.apply(key.sealedPrivateKey()))).toList();
    List<EnvValue> sealedValues =
        values.values().stream()
            .filter(EnvValue::secret)
            .map(value -> value.sealed(anew.apply(value.value())))
            .toList();
    sealedKeys.forEach(key -> keys.put(key.kid(), key));
    sealedValues.forEach(this::put);
    log.add(audit);
  }

  synchronized void read(Consumer<StoredItem> sink) {
    tokens.values().forEach(token -> sink.accept(new StoredItem.Token(token)));
    keys.values().forEach(key -> sink.accept(new StoredItem.MintKey(key)));
    capabilityRevocations(Long.MIN_VALUE).forEach(it -> sink.accept(new StoredItem.Revoked(it)));
    env().forEach(value -> sink.accept(new StoredItem.Env(value)));
  }

  synchronized void take(StoredItem.OfAccess item) {
    switch (item) {
      case StoredItem.Token(StoredToken token) -> tokens.put(token.id(), token);
      case StoredItem.MintKey(CapabilityKey key) -> keys.put(key.kid(), key);
      case StoredItem.Revoked(CapabilityRevocation revocation) ->
          revocations.put(revocation.jti(), revocation);
      case StoredItem.Env(EnvValue value) -> put(value);
    }
  }

  synchronized boolean isEmpty() {
    return tokens.isEmpty() && keys.isEmpty() && revocations.isEmpty() && values.isEmpty();
  }
}
