package io.actjs.testkit;

import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SigningKey;
import io.actjs.storage.RegistryStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry's part of a {@link FaultyDriver}, which decides what fails. */
final class FaultyRegistry implements RegistryStore {
  private final FaultyDriver faults;
  private final RegistryStore store;

  FaultyRegistry(FaultyDriver faults, RegistryStore store) {
    this.faults = faults;
    this.store = store;
  }

  @Override
  public void publish(PublishedClass published, List<AuditEntry> audit) {
    faults.run("registry.publish", () -> store.publish(published, audit));
  }

  @Override
  public List<ClassVersion> classVersions() {
    return faults.read("registry.classVersions", store::classVersions);
  }

  @Override
  public @Nullable PublishedClass loadClass(ClassRef ref) {
    return faults.<@Nullable PublishedClass>read("registry.loadClass", () -> store.loadClass(ref));
  }

  @Override
  public void deprecate(ClassRef ref, Deprecation deprecation, AuditEntry audit) {
    faults.run("registry.deprecate", () -> store.deprecate(ref, deprecation, audit));
  }

  @Override
  public void promote(Promotion promotion, AuditEntry audit) {
    faults.run("registry.promote", () -> store.promote(promotion, audit));
  }

  @Override
  public List<Promotion> promotions() {
    return faults.read("registry.promotions", store::promotions);
  }

  @Override
  public void saveManifest(Manifest manifest, long nowMs) {
    faults.run("registry.saveManifest", () -> store.saveManifest(manifest, nowMs));
  }

  @Override
  public @Nullable Manifest loadManifest(String sha) {
    return faults.<@Nullable Manifest>read("registry.loadManifest", () -> store.loadManifest(sha));
  }

  @Override
  public void addManifestUses(List<ManifestUse> uses) {
    faults.run("registry.addManifestUses", () -> store.addManifestUses(uses));
  }

  @Override
  public List<ManifestUse> manifestUses() {
    return faults.read("registry.manifestUses", store::manifestUses);
  }

  @Override
  public void addSigningKey(SigningKey key, AuditEntry audit) {
    faults.run("registry.addSigningKey", () -> store.addSigningKey(key, audit));
  }

  @Override
  public void revokeSigningKey(String kid, long revokedAt, AuditEntry audit) {
    faults.run("registry.revokeSigningKey", () -> store.revokeSigningKey(kid, revokedAt, audit));
  }

  @Override
  public List<SigningKey> signingKeys() {
    return faults.read("registry.signingKeys", store::signingKeys);
  }

  @Override
  public void audit(AuditEntry entry) {
    faults.run("registry.audit", () -> store.audit(entry));
  }

  @Override
  public List<AuditEntry> auditLog(int limit) {
    return faults.read("registry.auditLog", () -> store.auditLog(limit));
  }
}
