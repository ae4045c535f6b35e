package io.actjs.registry.env;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.env.DeclaredEnv;
import io.actjs.model.env.EnvType;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.AuditWatermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of environments, secret ones sealed. A server runs in one environment, whose values
 * are in its memory; those of the others are only kept. Thread-safe; changes may block.
 */
public final class EnvValues implements EnvRequirement {
  /** The environment of a server that names none. */
  public static final String DEFAULT = "default";

  private static final int MOST_VALUES = 1_000;

  /** Bytes of all values of an environment: each isolate has those that its classes declare. */
  private static final long MOST_BYTES = 256 << 10;

  private final AccessStore store;
  private final AuditStore audit;
  private final Clock clock;
  private final String environment;
  private final Vault vault;
  private final Declarations declarations;
  private final AuditWatermark watermark = new AuditWatermark("env.", "secret-key.");
  private volatile EnvSnapshot current;
  private volatile List<String> secrets = List.of();

  /**
   * @param environment the one whose values are in use
   * @param declarations is asked only when values change
   * @throws ActjsException {@code SecretKeyInvalid} when there are secrets that the vault does not
   *     open
   */
  public EnvValues(
      AccessStore store,
      AuditStore audit,
      Clock clock,
      String environment,
      Vault vault,
      Declarations declarations) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.environment = EnvironmentName.require(environment);
    this.vault = vault;
    this.declarations = declarations;
    current = new EnvSnapshot(environment, Map.of());
    refresh();
  }

  /** The environment whose values are in use. */
  public String environment() {
    return environment;
  }

  /** The values in use. Another object whenever one has changed. */
  public EnvSnapshot current() {
    return current;
  }

  /** The texts of the secrets in use, for those who keep them out of logs. */
  public List<String> secrets() {
    return secrets;
  }

  /**
   * Learns what other servers have changed in the store. Cheap when that is nothing.
   *
   * @throws ActjsException {@code SecretKeyInvalid} when they sealed with a key that is not known
   *     here; the values stay as they were
   */
  public synchronized void refresh() {
    watermark.catchUp(audit, this::read);
  }

  private void read() {
    // All of the store, not one environment: keys must not be made beside those that are lost.
    vault.requireKeysOf(store);
    SortedMap<String, EnvSnapshot.Value> all = new TreeMap<>();
    for (EnvValue stored : store.env(environment)) {
      Bytes plain =
          stored.secret() ? vault.open(stored.value(), Vault.owner(stored)) : stored.value();
      all.put(stored.name(), new EnvSnapshot.Value(plain.utf8(), stored.secret()));
    }
    EnvSnapshot read = new EnvSnapshot(environment, all);
    if (!read.equals(current)) {
      secrets = read.secrets();
      current = read;
    }
  }

  /** What is known of the values without the texts of secrets, by environment and name. */
  public List<EnvValue> list(@Nullable String env) {
    return env == null ? store.env() : store.env(EnvironmentName.require(env));
  }

  /** A value that a class needs and that is not set in the environment in use. */
  public record Missing(ClassRef ref, String name, EnvType type) {}

  /** What classes need that are published and not deprecated. */
  public List<Missing> missing() {
    EnvSnapshot values = current;
    List<Missing> missing = new ArrayList<>();
    for (Declarations.Declared each : declarations.live()) {
      for (String name : values.lacks(each.env()).keySet()) {
        EnvType type = each.env().type(name);
        if (type != null) {
          missing.add(new Missing(each.ref(), name, type));
        }
      }
    }
    return missing;
  }

  @Override
  public void whileMet(ClassRef ref, DeclaredEnv declared, Runnable publishing) {
    if (declared.isEmpty()) {
      publishing.run();
      return;
    }
    synchronized (this) {
      refresh();
      SortedMap<String, String> lacks = current.lacks(declared);
      if (!lacks.isEmpty()) {
        throw new ActjsException(
            ProblemCode.EnvMissing,
            "%s reads values that the environment %s does not have: %s"
                .formatted(ref, environment, told(lacks, declared)));
      }
      publishing.run();
    }
  }

  private String told(SortedMap<String, String> lacks, DeclaredEnv declared) {
    String in = environment.equals(DEFAULT) ? "" : " --env " + environment;
    return lacks.entrySet().stream()
        .map(
            lack -> {
              EnvType type = declared.type(lack.getKey());
              String secret = type != null && type.isSecret() ? " --secret" : "";
              return "%s (%s; %s): actctl env set %s%s%s"
                  .formatted(lack.getKey(), type, lack.getValue(), lack.getKey(), secret, in);
            })
        .collect(Collectors.joining("; "));
  }

  /**
   * Sets values, all or none.
   *
   * @param principal for the audit
   * @throws ActjsException {@code EnvInUse} when published classes declare one otherwise, or a
   *     secret would be kept in clear text; {@code LimitExceeded}; {@code SecretKeyInvalid}
   */
  public synchronized void set(EnvChange change, String principal) {
    Map<String, EnvValue> stored =
        store.env(change.env()).stream().collect(Collectors.toMap(EnvValue::name, it -> it));
    requireRoom(change, stored);
    if (!change.force()) {
      requireNoSecretShown(change, stored);
      declarations.requireFit(change.values());
    }
    if (!change.secrets().isEmpty()) {
      vault.openForSealing(store);
    }
    long now = clock.nowMs();
    List<EnvValue> changed = new ArrayList<>();
    List<AuditEntry> entries = new ArrayList<>();
    change
        .values()
        .forEach(
            (name, value) -> {
              String owner = change.env() + '/' + name;
              Bytes plain = Bytes.ofUtf8(value.text());
              Bytes kept = value.secret() ? vault.seal(plain, owner) : plain;
              changed.add(new EnvValue(change.env(), name, value.secret(), kept, now));
              entries.add(entry(now, principal, AuditAction.ENV_SET, owner, value.secret()));
            });
    store.putEnv(changed, entries);
    read();
  }

  private void requireRoom(EnvChange change, Map<String, EnvValue> stored) {
    Map<String, Integer> sizes = new TreeMap<>();
    stored.forEach((name, value) -> sizes.put(name, value.value().size()));
    change.values().forEach((name, value) -> sizes.put(name, Bytes.ofUtf8(value.text()).size()));
    long bytes = sizes.values().stream().mapToLong(Integer::longValue).sum();
    long others = store.env().stream().filter(it -> !it.env().equals(change.env())).count();
    if (sizes.size() + others > MOST_VALUES) {
      throw new ActjsException(
          ProblemCode.LimitExceeded, "there are " + MOST_VALUES + " values at most: unset some");
    }
    if (bytes > MOST_BYTES) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "the values of %s would have %d bytes; an environment has at most %d"
              .formatted(change.env(), bytes, MOST_BYTES));
    }
  }

  private static void requireNoSecretShown(EnvChange change, Map<String, EnvValue> stored) {
    List<String> shown =
        change.texts().keySet().stream()
            .filter(name -> stored.containsKey(name) && stored.get(name).secret())
            .sorted()
            .toList();
    if (!shown.isEmpty()) {
      throw new ActjsException(
          ProblemCode.EnvInUse,
          "%s is a secret in %s: set it with --secret, or with --force to keep it in clear text"
              .formatted(String.join(", ", shown), change.env()));
    }
  }

  /**
   * Removes a value.
   *
   * @param force whether it is removed although published classes need it
   * @throws ActjsException {@code EnvNotFound}; {@code EnvInUse}
   */
  public synchronized void unset(String env, String name, boolean force, String principal) {
    EnvironmentName.require(env);
    boolean known =
        EnvChange.isName(name) && store.env(env).stream().anyMatch(it -> it.name().equals(name));
    if (known && !force) {
      declarations.requireUnneeded(name);
    }
    AuditEntry audited =
        entry(clock.nowMs(), principal, AuditAction.ENV_UNSET, env + '/' + name, false);
    if (!known || !store.removeEnv(env, name, audited)) {
      throw new ActjsException(
          ProblemCode.EnvNotFound,
          "the environment " + env + " has no such value: \"actctl env list\" shows all");
    }
    read();
  }

  /**
   * Seals every secret with a new key.
   *
   * @throws ActjsException {@code SecretKeyInvalid}
   */
  public synchronized void rotate(String principal) {
    vault.rotate(
        store, entry(clock.nowMs(), principal, AuditAction.SECRET_KEY_ROTATED, environment, true));
  }

  private static AuditEntry entry(
      long at, String principal, AuditAction action, String target, boolean secret) {
    String meta = JsonNodeFactory.instance.objectNode().put("secret", secret).toString();
    return action.entry(at, principal, target, meta);
  }
}
