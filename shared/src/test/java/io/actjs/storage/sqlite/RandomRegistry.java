package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import io.actjs.model.SigningKey;
import io.actjs.model.Version;
import io.actjs.storage.Records;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Random changes of the registry, in memory and in SQLite; a part of {@link RandomHistory}. */
final class RandomRegistry {
  private final Random random;
  private final StorageDriver memory;
  private int count;

  RandomRegistry(Random random, StorageDriver memory) {
    this.random = random;
    this.memory = memory;
  }

  void change(SqliteStore sqlite) {
    Consumer<StorageDriver> change = random.nextBoolean() ? ofRegistry() : ofAccess();
    ProblemCode expected = apply(change, memory);
    assertEquals(expected, apply(change, sqlite.driver()));
    if (expected == null) {
      sqlite.synced();
    }
  }

  private static @Nullable ProblemCode apply(Consumer<StorageDriver> change, StorageDriver store) {
    try {
      change.accept(store);
      return null;
    } catch (ActjsException e) {
      return e.code();
    }
  }

  private Consumer<StorageDriver> ofRegistry() {
    Consumer<RegistryStore> change = drawOfRegistry();
    return store -> change.accept(store.registry());
  }

  private Consumer<StorageDriver> ofAccess() {
    Consumer<AccessStore> change = drawOfAccess();
    return store -> change.accept(store.access());
  }

  /** Each of them syncs once, or is refused. */
  private Consumer<AccessStore> drawOfAccess() {
    int number = ++count;
    String id = "id-" + random.nextInt(6);
    AuditEntry entry = Records.auditEntry("a" + number, "did", id);
    Bytes bytes = Bytes.ofUtf8("value " + number);
    return switch (random.nextInt(7)) {
      case 0, 1 -> store -> store.addToken(Records.token(id), entry);
      case 2 -> store -> store.revokeToken(id, number, entry);
      case 3 ->
          store -> store.addCapabilityKey(new CapabilityKey(id, bytes, bytes, number, 0), entry);
      case 4 -> store -> store.revokeCapability(new CapabilityRevocation(id, number), entry);
      case 5 ->
          store ->
              store.putEnv(
                  List.of(new EnvValue("prod", id, number % 2 == 0, bytes, number)),
                  List.of(entry));
      default -> store -> store.removeEnv("prod", id, entry);
    };
  }

  private Consumer<RegistryStore> drawOfRegistry() {
    int number = ++count;
    ClassRef ref = new ClassRef("Shop", Version.parse("1.0." + random.nextInt(5)));
    String kid = "key-" + random.nextInt(4);
    AuditEntry entry = Records.auditEntry("a" + number, "done", ref.toString());
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          store ->
              store.publish(
                  Records.published(ref.name(), ref.version().toString(), "source " + number),
                  List.of(entry));
      case 2 -> store -> store.deprecate(ref, new Deprecation(number, null, null), entry);
      case 3 -> store -> store.promote(new Promotion("env", ref, number), entry);
      case 4 -> store -> store.addSigningKey(new SigningKey(kid, "PEM", number, null), entry);
      default ->
          store -> {
            store.saveManifest(manifest(number), number);
            store.addManifestUses(List.of(new ManifestUse(kid, number, number)));
          };
    };
  }

  private static Manifest manifest(int number) {
    return Manifest.of(Map.of("Shop", Version.parse("1.0." + number)));
  }

  void compare(StorageDriver other) {
    compare(memory.registry(), other.registry());
    assertEquals(memory.access().tokens(), other.access().tokens());
    assertEquals(memory.access().capabilityKeys(), other.access().capabilityKeys());
    assertEquals(memory.access().capabilityRevocations(0), other.access().capabilityRevocations(0));
    assertEquals(memory.access().env(), other.access().env());
  }

  private void compare(RegistryStore memory, RegistryStore other) {
    assertEquals(memory.classVersions(), other.classVersions());
    assertEquals(memory.promotions(), other.promotions());
    assertEquals(memory.signingKeys(), other.signingKeys());
    assertEquals(memory.manifestUses(), other.manifestUses());
    assertEquals(memory.audit().after(0, 1_000), other.audit().after(0, 1_000));
    assertEquals(memory.audit().ends(), other.audit().ends());
    for (int number = 1; number <= count; number++) {
      String sha = manifest(number).sha();
      assertEquals(memory.loadManifest(sha), other.loadManifest(sha));
    }
  }
}
