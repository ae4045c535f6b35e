package io.actjs.registry.env;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.EnvValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of environments, secret ones sealed. A server runs in one environment, whose values
 * are in its memory; those of the others are only kept. Thread-safe; changes may block.
 */
public final class EnvValues {
  /** The environment of a server that names none. */
  public static final String DEFAULT = "default";

  /** Bytes of UTF-8 that a value has at most. */
  public static final int LONGEST_VALUE = 32 << 10;

  private static final int MOST_VALUES = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  private final AccessStore store;
  private final Clock clock;
  private final String environment;
  private final @Nullable Path keyFile;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable SecretKeys keys;
  private volatile Map<String, Value> values = Map.of();

  /**
   * A value in the clear.
   *
   * @param secret whether nobody is to see it but the classes that declare it
   */
  public record Value(String text, boolean secret) {
    @Override
    public String toString() {
      return secret ? "Value[secret]" : "Value[" + text + "]";
    }
  }

  /**
   * @param environment the one whose values are in use
   * @param keyFile seals secrets; made when the first one is set; null refuses them
   * @throws ActjsException {@code SecretKeyInvalid} when there are secrets that the file does not
   *     open
   */
  public EnvValues(AccessStore store, Clock clock, String environment, @Nullable Path keyFile) {
    this.store = store;
    this.clock = clock;
    this.environment = requireEnvironment(environment);
    this.keyFile = keyFile;
    this.keys = keyFile == null ? null : SecretKeys.load(keyFile);
    values = read();
  }

  private Map<String, Value> read() {
    Map<String, Value> all = new TreeMap<>();
    for (EnvValue stored : store.env(environment)) {
      Bytes plain =
          stored.secret() ? requireKeys().open(stored.value(), of(stored)) : stored.value();
      all.put(stored.name(), new Value(plain.utf8(), stored.secret()));
    }
    return all;
  }

  private static String of(EnvValue value) {
    return value.env() + '/' + value.name();
  }

  private SecretKeys requireKeys() {
    SecretKeys known = keys;
    if (known == null) {
      throw new ActjsException(
          ProblemCode.SecretKeyInvalid,
          keyFile == null
              ? "secrets need a key: start the server with --secret-keys FILE"
              : "there are secrets in the store, and no file of keys "
                  + keyFile
                  + ": start the server with --secret-keys and the file that they were sealed with");
    }
    return known;
  }

  /** The environment whose values are in use. */
  public String environment() {
    return environment;
  }

  /** The values in use, by name. */
  public Map<String, Value> current() {
    return values;
  }

  /** Is called after each change of the values in use. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** What is known of a value without its text, in order of environments and names. */
  public List<EnvValue> list(@Nullable String env) {
    return env == null ? store.env() : store.env(requireEnvironment(env));
  }

  /**
   * Sets values, all or none.
   *
   * @param texts by name
   * @param principal for the audit
   * @throws ActjsException {@code SchemaInvalid}; {@code LimitExceeded}; {@code SecretKeyInvalid}
   */
  public synchronized void set(
      String env, Map<String, String> texts, boolean secret, String principal) {
    requireEnvironment(env);
    texts.forEach(EnvValues::requireValue);
    long now = clock.nowMs();
    if (store.env().size() + texts.size() > MOST_VALUES) {
      throw new ActjsException(
          ProblemCode.LimitExceeded, "there are " + MOST_VALUES + " values at most: unset some");
    }
    List<EnvValue> changed = new ArrayList<>();
    List<AuditEntry> audit = new ArrayList<>();
    texts.forEach(
        (name, text) -> {
          Bytes plain = Bytes.ofUtf8(text);
          Bytes kept = secret ? sealing().seal(plain, env + '/' + name) : plain;
          changed.add(new EnvValue(env, name, secret, kept, now));
          audit.add(entry(now, principal, "env.set", env + '/' + name, secret));
        });
    store.putEnv(changed, audit);
    changed(env);
  }

  private SecretKeys sealing() {
    if (keys == null && keyFile != null) {
      keys = SecretKeys.create(keyFile);
    }
    return requireKeys();
  }

  /**
   * Removes a value.
   *
   * @throws ActjsException {@code EnvNotFound}
   */
  public synchronized void unset(String env, String name, String principal) {
    requireEnvironment(env);
    AuditEntry audit = entry(clock.nowMs(), principal, "env.unset", env + '/' + name, false);
    if (!NAME.matcher(name).matches() || !store.removeEnv(env, name, audit)) {
      throw new ActjsException(
          ProblemCode.EnvNotFound,
          "the environment " + env + " has no value \"" + name + "\": list them");
    }
    changed(env);
  }

  private void changed(String env) {
    if (env.equals(environment)) {
      values = read();
      listeners.forEach(Runnable::run);
    }
  }

  /** Seals every secret with a new key. The file keeps no other one then. */
  public synchronized void rotate(String principal) {
    SecretKeys sealing = sealing();
    sealing.addKey();
    store.reseal(
        sealing::reseal, entry(clock.nowMs(), principal, "secret-key.rotated", environment, true));
    sealing.dropOldKeys();
  }

  /**
   * Returns the name of an environment.
   *
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static String requireEnvironment(String name) {
    if (!ENVIRONMENT.matcher(name).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the name of an environment has 1 to 63 characters of a-z, 0-9, \".\", \"_\" and \"-\", the"
              + " first a letter or digit");
    }
    return name;
  }

  private static void requireValue(String name, String text) {
    if (!NAME.matcher(name).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the name of a value is that of a variable: letters, digits and _, at most 128");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_VALUE) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          name + " has " + bytes + " bytes; a value has at most " + LONGEST_VALUE);
    }
  }

  private static AuditEntry entry(
      long at, String principal, String action, String target, boolean secret) {
    return new AuditEntry(
        UuidCreator.getTimeOrderedEpoch().toString(),
        at,
        principal,
        action,
        target,
        JsonNodeFactory.instance.objectNode().put("secret", secret).toString());
  }
}
