package io.actjs.policy.capability;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.AccessRefusal;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.AuditWatermark;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities of a store: mints them, and knows the keys that verify them and which of them
 * are void. What is done here counts from the return on and survives a crash; what another process
 * does with the store counts when {@link #refresh} has seen it. Nothing is read before it is first
 * needed. Thread-safe; whatever says so may block on storage.
 */
public final class Capabilities {
  /** Characters of a capability. It is sent in a header, and headers are not long. */
  public static final int LONGEST = 6 << 10;

  /** Keys in a store, retired ones included: each is in memory. */
  private static final int MOST_KEYS = 1_000;

  /** Capabilities that are void before they expire: each is in memory. */
  private static final int MOST_REVOKED = 100_000;

  private final AccessStore store;
  private final AuditStore audit;
  private final Clock clock;
  private final CapabilityRules rules;
  private final KeySeal seal;
  private final ReentrantLock changing = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** By class name; only published ones mint. */
  private final Map<String, LongAdder> mintedByClass = new ConcurrentHashMap<>();

  /** Null until it is first needed. */
  private volatile @Nullable Known known;

  /** Those that are minted change nothing that is kept. */
  private final AuditWatermark watermark =
      new AuditWatermark(AuditAction.CAPABILITY_REVOKED.text(), "capability-key.");

  /**
   * What a store has. The maps are never changed.
   *
   * @param keys by kid, oldest first
   * @param revoked by jti, until when
   */
  private record Known(Map<String, MintingKey> keys, Map<String, Long> revoked) {
    Known with(MintingKey key) {
      Map<String, MintingKey> more = new LinkedHashMap<>(keys);
      more.put(key.kid(), key);
      return new Known(more, revoked);
    }

    Known with(CapabilityRevocation revocation, long nowMs) {
      Map<String, Long> more = new LinkedHashMap<>(revoked);
      more.values().removeIf(until -> until <= nowMs);
      more.put(revocation.jti(), revocation.until());
      return new Known(keys, more);
    }
  }

  public Capabilities(StorageDriver storage, Clock clock, CapabilityRules rules, KeySeal seal) {
    this.store = storage.access();
    this.audit = storage.registry().audit();
    this.clock = clock;
    this.rules = rules;
    this.seal = seal;
  }

  public CapabilityRules rules() {
    return rules;
  }

  /** Reads the store, if that has not been done. May block on storage. */
  public void load() {
    var unused = known();
  }

  private Known known() {
    Known now = known;
    if (now != null) {
      return now;
    }
    changing.lock();
    try {
      Known other = known;
      if (other != null) {
        return other;
      }
      watermark.catchUp(audit, this::read);
      return Objects.requireNonNull(known);
    } finally {
      changing.unlock();
    }
  }

  private void read() {
    Map<String, MintingKey> keys = new LinkedHashMap<>();
    for (CapabilityKey key : store.capabilityKeys()) {
      keys.put(key.kid(), MintingKey.of(key, seal));
    }
    Map<String, Long> revoked = new LinkedHashMap<>();
    for (CapabilityRevocation each : store.capabilityRevocations(clock.nowMs())) {
      revoked.put(each.jti(), each.until());
    }
    known = new Known(keys, revoked);
  }

  /** Learns what other processes have done with the store. May block on storage. */
  public void refresh() {
    changing.lock();
    try {
      if (known == null || !watermark.catchUp(audit, this::read)) {
        return;
      }
    } finally {
      changing.unlock();
    }
    changed();
  }

  /**
   * The action is done whenever a key was retired or a capability revoked; it must neither wait nor
   * throw.
   */
  public void whenChanged(Runnable action) {
    listeners.add(action);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }

  /** The key with that id, live or not; null when there is none. May block the first time. */
  public @Nullable MintingKey key(String kid) {
    return known().keys.get(kid);
  }

  /** The only live key; null when there is none or there are several. May block the first time. */
  public @Nullable MintingKey onlyKey() {
    List<MintingKey> live = known().keys.values().stream().filter(MintingKey::isLive).toList();
    return live.size() == 1 ? live.getFirst() : null;
  }

  /** Whether a capability was taken back. May block the first time. */
  public boolean isRevoked(String jti) {
    return known().revoked.containsKey(jti);
  }

  /**
   * Mints a capability. That it was minted is stored before it is returned, so that no token is
   * about of which the audit says nothing. May block on storage.
   *
   * @param by who asked for it
   * @param origin how, for the audit
   * @throws ActjsException {@code LimitExceeded} when it would last or be too long
   */
  public Minted mint(CapabilityTerms terms, String by, String origin) {
    if (terms.ttlMs() > rules.longestMs()) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "a capability may last %d ms at most, not %d: mint another one when it has expired"
              .formatted(rules.longestMs(), terms.ttlMs()));
    }
    MintingKey key = mintingKey(by);
    long now = clock.nowMs();
    long expS = (now + terms.ttlMs()) / 1000;
    String jti = UUID.randomUUID().toString();
    String token = CapabilityJws.sign(key, CapabilityJws.claims(terms, rules.issuer(), expS, jti));
    if (token.length() > LONGEST) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "the capability would have more than " + LONGEST + " characters: name fewer methods");
    }
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put("jti", jti).put("kid", key.kid());
    terms.methods().forEach(meta.putArray("methods")::add);
    if (!terms.grants().isEmpty()) {
      terms.grants().forEach(meta.putArray("grants")::add);
    }
    meta.put("ttlMs", terms.ttlMs());
    if (terms.audience() != null) {
      meta.put("audience", terms.audience());
    }
    meta.put("origin", origin);
    String target = terms.actor().className() + ':' + terms.actor().id();
    audit.append(List.of(AuditAction.CAPABILITY_MINTED.entry(now, by, target, meta.toString())));
    mintedByClass.computeIfAbsent(terms.actor().className(), any -> new LongAdder()).increment();
    return new Minted(token, jti, key.kid(), expS * 1000);
  }

  /** How many this process has minted, by class name. */
  public Map<String, Long> minted() {
    Map<String, Long> counts = new TreeMap<>();
    mintedByClass.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  /** The newest that can sign; a new one when there is none. */
  private MintingKey mintingKey(String by) {
    MintingKey newest = newest();
    if (newest != null) {
      return newest;
    }
    changing.lock();
    try {
      MintingKey other = newest();
      return other == null ? add(by) : other;
    } finally {
      changing.unlock();
    }
  }

  private @Nullable MintingKey newest() {
    MintingKey newest = null;
    for (MintingKey key : known().keys.values()) {
      newest = key.mints() ? key : newest;
    }
    return newest;
  }

  /**
   * Makes a key, with which capabilities are signed from now on; what others have signed goes on
   * holding. May block on storage.
   *
   * @throws ActjsException {@code LimitExceeded}
   */
  public MintingKey rotate(String by) {
    changing.lock();
    try {
      return add(by);
    } finally {
      changing.unlock();
    }
  }

  private MintingKey add(String by) {
    Known before = known();
    if (before.keys.size() >= MOST_KEYS) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "there are " + MOST_KEYS + " capability keys, which is the limit");
    }
    long now = clock.nowMs();
    MintingKey key = MintingKey.generate(seal, now);
    ObjectNode meta = JsonNodeFactory.instance.objectNode().put("algorithm", "EdDSA");
    store.addCapabilityKey(
        key.stored(), AuditAction.CAPABILITY_KEY_ADDED.entry(now, by, key.kid(), meta.toString()));
    known = before.with(key);
    return key;
  }

  /**
   * Retires a key: it signs nothing more, and every capability that it has signed is void. May
   * block on storage.
   *
   * @throws ActjsException {@code SigningKeyNotFound}
   */
  public MintingKey retire(String kid, String by) {
    MintingKey retired;
    changing.lock();
    try {
      Known before = known();
      MintingKey key = before.keys.get(kid);
      if (key == null) {
        throw AccessRefusal.unknownKey(kid);
      }
      if (!key.isLive()) {
        return key;
      }
      long now = Math.max(1, clock.nowMs());
      ObjectNode meta = JsonNodeFactory.instance.objectNode().put("retiredAt", now);
      store.retireCapabilityKey(
          kid, now, AuditAction.CAPABILITY_KEY_RETIRED.entry(now, by, kid, meta.toString()));
      retired = key.retired(now);
      known = before.with(retired);
    } finally {
      changing.unlock();
    }
    changed();
    return retired;
  }

  /** All keys, also retired ones, oldest first. May block the first time. */
  public Collection<MintingKey> keys() {
    return List.copyOf(known().keys.values());
  }

  /**
   * Takes a capability back: it holds no more. May block on storage.
   *
   * @param jti its id
   * @param until when it expires anyway, milliseconds since 1970; null when that is not known
   * @return whether it was not revoked before
   * @throws ActjsException {@code SchemaInvalid}, {@code LimitExceeded}
   */
  public boolean revoke(String jti, @Nullable Long until, String by) {
    long now = clock.nowMs();
    CapabilityRevocation revocation =
        revocation(jti, until == null ? now + CapabilityRules.LIMIT_MS : until);
    boolean fresh;
    changing.lock();
    try {
      Known before = known();
      if (before.revoked.values().stream().filter(end -> end > now).count() >= MOST_REVOKED) {
        throw new ActjsException(
            ProblemCode.LimitExceeded,
            MOST_REVOKED
                + " capabilities are revoked, which is the limit: retire the key that has signed"
                + " them");
      }
      ObjectNode meta = JsonNodeFactory.instance.objectNode().put("until", revocation.until());
      fresh =
          store.revokeCapability(
              revocation, AuditAction.CAPABILITY_REVOKED.entry(now, by, jti, meta.toString()));
      known = before.with(revocation, now);
    } finally {
      changing.unlock();
    }
    changed();
    return fresh;
  }

  private static CapabilityRevocation revocation(String jti, long until) {
    try {
      return new CapabilityRevocation(jti, until);
    } catch (IllegalArgumentException e) {
      throw new ActjsException(ProblemCode.SchemaInvalid, e.getMessage(), e);
    }
  }

  /** Those that have not expired since, in the order in which they do. May block on storage. */
  public List<CapabilityRevocation> revocations() {
    return store.capabilityRevocations(clock.nowMs());
  }
}
