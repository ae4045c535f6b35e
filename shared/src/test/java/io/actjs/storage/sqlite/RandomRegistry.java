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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Random changes of the registry, in memory and in SQLite; a part of {@link RandomHistory}. */
final class RandomRegistry {
  private final Random random;
  private final RegistryStore memory;
  private int count;

  RandomRegistry(Random random, RegistryStore memory) {
    this.random = random;
    this.memory = memory;
  }

  void change(SqliteStore sqlite) {
    Consumer<RegistryStore> change = draw();
    ProblemCode expected = apply(change, memory);
    assertEquals(expected, apply(change, sqlite.driver().registry()));
    if (expected == null) {
      sqlite.synced();
    }
  }

  private static @Nullable ProblemCode apply(Consumer<RegistryStore> change, RegistryStore store) {
    try {
      change.accept(store);
      return null;
    } catch (ActjsException e) {
      return e.code();
    }
  }

  private Consumer<RegistryStore> draw() {
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

  void compare(RegistryStore other) {
    assertEquals(memory.classVersions(), other.classVersions());
    assertEquals(memory.promotions(), other.promotions());
    assertEquals(memory.signingKeys(), other.signingKeys());
    assertEquals(memory.manifestUses(), other.manifestUses());
    assertEquals(memory.auditLog(1_000), other.auditLog(1_000));
    for (int number = 1; number <= count; number++) {
      String sha = manifest(number).sha();
      assertEquals(memory.loadManifest(sha), other.loadManifest(sha));
    }
  }
}
