package io.actjs.storage.memory;

import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SigningKey;
import io.actjs.storage.RegistryRefusal;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.StoredItem;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.ChainedEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registry's part of the memory driver. */
final class MemoryRegistry implements RegistryStore {
  private static final Comparator<Promotion> BY_NAME =
      Comparator.comparing(Promotion::environment)
          .thenComparing(promotion -> promotion.ref().name())
          .thenComparing(promotion -> promotion.ref().version().toString());

  private final Map<ClassRef, PublishedClass> classes = new LinkedHashMap<>();
  private final List<Promotion> promotions = new ArrayList<>();
  private final NavigableMap<String, StoredItem.KnownManifest> manifests = new TreeMap<>();
  private final NavigableMap<String, ManifestUse> uses = new TreeMap<>();
  private final Map<String, SigningKey> keys = new LinkedHashMap<>();
  private final MemoryAudit audit = new MemoryAudit();

  @Override
  public synchronized void publish(PublishedClass published, List<AuditEntry> entries) {
    if (classes.putIfAbsent(published.ref(), published) != null) {
      throw RegistryRefusal.alreadyPublished(published.ref());
    }
    entries.forEach(audit::add);
  }

  @Override
  public synchronized List<ClassVersion> classVersions() {
    return classes.values().stream().map(PublishedClass::version).toList();
  }

  @Override
  public synchronized @Nullable PublishedClass loadClass(ClassRef ref) {
    return classes.get(ref);
  }

  @Override
  public synchronized void deprecate(ClassRef ref, Deprecation deprecation, AuditEntry entry) {
    PublishedClass published = requirePublished(ref);
    classes.put(ref, published.withVersion(published.version().withDeprecation(deprecation)));
    audit.add(entry);
  }

  private PublishedClass requirePublished(ClassRef ref) {
    PublishedClass published = classes.get(ref);
    if (published == null) {
      throw RegistryRefusal.unknownVersion(ref);
    }
    return published;
  }

  @Override
  public synchronized void promote(Promotion promotion, AuditEntry entry) {
    PublishedClass unused = requirePublished(promotion.ref());
    boolean there =
        promotions.stream()
            .anyMatch(
                other ->
                    other.environment().equals(promotion.environment())
                        && other.ref().equals(promotion.ref()));
    if (!there) {
      promotions.add(promotion);
    }
    audit.add(entry);
  }

  @Override
  public synchronized List<Promotion> promotions() {
    return promotions.stream().sorted(BY_NAME).toList();
  }

  @Override
  public synchronized void saveManifest(Manifest manifest, long nowMs) {
    manifests.putIfAbsent(manifest.sha(), new StoredItem.KnownManifest(manifest, nowMs));
  }

  @Override
  public synchronized @Nullable Manifest loadManifest(String sha) {
    StoredItem.KnownManifest known = manifests.get(sha);
    return known == null ? null : known.manifest();
  }

  @Override
  public synchronized void addManifestUses(List<ManifestUse> added) {
    for (ManifestUse use : added) {
      uses.merge(
          use.sha(),
          use,
          (old, more) ->
              new ManifestUse(
                  old.sha(),
                  old.count() + more.count(),
                  Math.max(old.lastSeen(), more.lastSeen())));
    }
  }

  @Override
  public synchronized List<ManifestUse> manifestUses() {
    return uses.values().stream().sorted(ManifestUse.MOST_USED_FIRST).toList();
  }

  @Override
  public synchronized void addSigningKey(SigningKey key, AuditEntry entry) {
    if (keys.putIfAbsent(key.kid(), key) != null) {
      throw RegistryRefusal.keyExists(key.kid());
    }
    audit.add(entry);
  }

  @Override
  public synchronized void revokeSigningKey(String kid, long revokedAt, AuditEntry entry) {
    SigningKey key = keys.get(kid);
    if (key == null) {
      throw RegistryRefusal.unknownKey(kid);
    }
    if (key.revokedAt() == null) {
      keys.put(kid, new SigningKey(kid, key.publicKeyPem(), key.addedAt(), revokedAt));
      audit.add(entry);
    }
  }

  @Override
  public synchronized List<SigningKey> signingKeys() {
    return List.copyOf(keys.values());
  }

  @Override
  public MemoryAudit audit() {
    return audit;
  }

  synchronized void read(Consumer<StoredItem> sink) {
    classes.values().forEach(published -> sink.accept(new StoredItem.Release(published)));
    promotions().forEach(promotion -> sink.accept(new StoredItem.Promoted(promotion)));
    manifests.values().forEach(sink);
    uses.values().forEach(use -> sink.accept(new StoredItem.Used(use)));
    keys.values().forEach(key -> sink.accept(new StoredItem.Key(key)));
    audit.read(sink);
  }

  synchronized void take(StoredItem.OfRegistry item) {
    switch (item) {
      case StoredItem.Release(PublishedClass published) -> classes.put(published.ref(), published);
      case StoredItem.Promoted(Promotion promotion) -> promotions.add(promotion);
      case StoredItem.KnownManifest known -> manifests.put(known.manifest().sha(), known);
      case StoredItem.Used(ManifestUse use) -> uses.put(use.sha(), use);
      case StoredItem.Key(SigningKey key) -> keys.put(key.kid(), key);
      case StoredItem.AuditKept(AuditEnds ends) -> audit.take(ends);
      case StoredItem.Chained(ChainedEntry entry) -> audit.take(entry);
      case StoredItem.Audited(AuditEntry entry) -> audit.add(entry);
    }
  }

  synchronized boolean isEmpty() {
    return classes.isEmpty() && manifests.isEmpty() && keys.isEmpty() && audit.isEmpty();
  }
}
