package io.actjs.storage;

import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SigningKey;
import io.actjs.storage.audit.AuditQuery;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainedEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of storage that the registry keeps: classes, manifests, keys, audit. A change and its
 * audit entries are stored together, and are durable when the method returns. Thread-safe; every
 * method may block and may throw {@code StorageUnavailable} or {@code StorageFull}.
 */
public interface RegistryStore {

  /**
   * Stores a class version.
   *
   * @throws io.actjs.model.ActjsException {@code VersionAlreadyPublished}; then nothing changed
   */
  void publish(PublishedClass published, List<AuditEntry> audit);

  /** Every published version, in order of publishing. */
  List<ClassVersion> classVersions();

  /** The whole record of a version, or null. */
  @Nullable PublishedClass loadClass(ClassRef ref);

  /**
   * Sets or replaces the deprecation of a version.
   *
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}; then nothing changed
   */
  void deprecate(ClassRef ref, Deprecation deprecation, AuditEntry audit);

  /**
   * Adds a version to an environment; does nothing but audit when it is there.
   *
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}; then nothing changed
   */
  void promote(Promotion promotion, AuditEntry audit);

  /** In order of (environment, class, version text). */
  List<Promotion> promotions();

  /** Stores a manifest unless it is there. */
  void saveManifest(Manifest manifest, long nowMs);

  @Nullable Manifest loadManifest(String sha);

  /** Adds the counts to those stored and keeps the later {@code lastSeen}. */
  void addManifestUses(List<ManifestUse> uses);

  /** Highest count first, then the latest seen. */
  List<ManifestUse> manifestUses();

  /**
   * @throws io.actjs.model.ActjsException {@code SigningKeyExists}; then nothing changed
   */
  void addSigningKey(SigningKey key, AuditEntry audit);

  /**
   * Sets a key's {@code revokedAt}; does nothing when it is revoked already.
   *
   * @throws io.actjs.model.ActjsException {@code SigningKeyNotFound}; then nothing changed
   */
  void revokeSigningKey(String kid, long revokedAt, AuditEntry audit);

  /** In order of adding. */
  List<SigningKey> signingKeys();

  /** The audit, in which all parts of the store write. */
  AuditStore audit();

  /** Stores an entry that comes with no other change. */
  default void audit(AuditEntry entry) {
    audit().append(List.of(entry));
  }

  /** Newest first. */
  default List<AuditEntry> auditLog(int limit) {
    return audit().read(AuditQuery.newest(limit)).entries().stream()
        .map(ChainedEntry::entry)
        .toList();
  }
}
