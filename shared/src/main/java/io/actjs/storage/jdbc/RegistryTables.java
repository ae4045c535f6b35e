package io.actjs.storage.jdbc;

import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.SigningKey;
import io.actjs.model.Version;
import io.actjs.storage.RegistryRefusal;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.audit.AuditStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The registry's tables. A change is one durable transaction with its audit entries; one that is
 * refused throws out of its transaction, so that nothing of it is stored.
 */
public final class RegistryTables implements RegistryStore {
  private final Transactions database;
  private final RegistryDialect dialect;
  private final AuditTable log;

  public RegistryTables(Transactions database, RegistryDialect dialect, AuditTable log) {
    this.database = database;
    this.dialect = dialect;
    this.log = log;
  }

  @Override
  public void publish(PublishedClass published, List<AuditEntry> audit) {
    database.change(
        published.source().length()
            + published.compiled().length()
            + published.sourceMap().length()
            + published.schemas().length(),
        session -> {
          if (!ClassRows.insert(session, dialect, published)) {
            throw RegistryRefusal.alreadyPublished(published.ref());
          }
          log.write(session, audit);
        });
  }

  private static boolean isPublished(SqlSession session, ClassRef ref) throws SQLException {
    return session.first(RegistrySql.HAS_VERSION, row -> true, ref.name(), ref.version().toString())
        != null;
  }

  private static void requirePublished(SqlSession session, ClassRef ref) throws SQLException {
    if (!isPublished(session, ref)) {
      throw RegistryRefusal.unknownVersion(ref);
    }
  }

  @Override
  public List<ClassVersion> classVersions() {
    return database.read(session -> session.list(RegistrySql.VERSIONS, ClassRows::version));
  }

  @Override
  public @Nullable PublishedClass loadClass(ClassRef ref) {
    return database.read(
        session ->
            session.first(
                RegistrySql.VERSION, ClassRows::published, ref.name(), ref.version().toString()));
  }

  @Override
  public void deprecate(ClassRef ref, Deprecation deprecation, AuditEntry audit) {
    database.change(
        0,
        session -> {
          requirePublished(session, ref);
          session.update(
              RegistrySql.DEPRECATE,
              deprecation.at(),
              deprecation.graceUntil(),
              FreeText.ofNullable(deprecation.reason()),
              ref.name(),
              ref.version().toString());
          log.write(session, audit);
        });
  }

  @Override
  public void promote(Promotion promotion, AuditEntry audit) {
    database.change(
        0,
        session -> {
          requirePublished(session, promotion.ref());
          insert(session, promotion);
          log.write(session, audit);
        });
  }

  static void insert(SqlSession session, Promotion promotion) throws SQLException {
    session.update(
        RegistrySql.PROMOTE,
        promotion.environment(),
        promotion.ref().name(),
        promotion.ref().version().toString(),
        promotion.at());
  }

  @Override
  public List<Promotion> promotions() {
    return database.read(
        session -> session.list(RegistrySql.PROMOTIONS, RegistryTables::promotion));
  }

  static Promotion promotion(ResultSet row) throws SQLException {
    return new Promotion(row.getString(1), ClassRows.ref(row, 2), row.getLong(4));
  }

  /** A manifest that is found is durable, so resolving it again costs no sync. */
  @Override
  public void saveManifest(Manifest manifest, long nowMs) {
    if (loadManifest(manifest.sha()) == null) {
      database.change(manifest.canonical().length(), session -> insert(session, manifest, nowMs));
    }
  }

  static void insert(SqlSession session, Manifest manifest, long createdAt) throws SQLException {
    session.update(
        RegistrySql.INSERT_MANIFEST, manifest.sha(), new FreeText(manifest.canonical()), createdAt);
  }

  @Override
  public @Nullable Manifest loadManifest(String sha) {
    return database.read(
        session -> session.first(RegistrySql.MANIFEST, row -> manifest(row, sha), sha));
  }

  /** The text is in the first column; its sum is the key. */
  static Manifest manifest(ResultSet row, String sha) throws SQLException {
    String text = Rows.utf8(row, 1);
    if (!Sha256.of(text).equals(sha)) {
      throw RowSum.damaged("the manifest " + sha);
    }
    Map<String, Version> resolved = new TreeMap<>();
    TextMap.read(text).forEach((name, version) -> resolved.put(name, Version.parse(version)));
    return Manifest.of(resolved);
  }

  @Override
  public void addManifestUses(List<ManifestUse> uses) {
    if (!uses.isEmpty()) {
      database.change(0, session -> add(session, dialect, uses));
    }
  }

  static void add(SqlSession session, RegistryDialect dialect, List<ManifestUse> uses)
      throws SQLException {
    session.updateAll(
        dialect.addManifestUses(),
        uses.stream().map(ManifestUse::sha).toArray(String[]::new),
        uses.stream().mapToLong(ManifestUse::count).toArray(),
        uses.stream().mapToLong(ManifestUse::lastSeen).toArray());
  }

  @Override
  public List<ManifestUse> manifestUses() {
    return database.read(session -> session.list(RegistrySql.MANIFEST_USES, RegistryTables::use));
  }

  static ManifestUse use(ResultSet row) throws SQLException {
    return new ManifestUse(row.getString(1), row.getLong(2), row.getLong(3));
  }

  @Override
  public void addSigningKey(SigningKey key, AuditEntry audit) {
    database.change(
        0,
        session -> {
          if (insert(session, key) == 0) {
            throw RegistryRefusal.keyExists(key.kid());
          }
          log.write(session, audit);
        });
  }

  /** Returns 0 when a key has that id. */
  static int insert(SqlSession session, SigningKey key) throws SQLException {
    return session.update(
        RegistrySql.ADD_KEY,
        key.kid(),
        new FreeText(key.publicKeyPem()),
        key.addedAt(),
        key.revokedAt());
  }

  @Override
  public void revokeSigningKey(String kid, long revokedAt, AuditEntry audit) {
    database.change(
        0,
        session -> {
          if (session.first(RegistrySql.HAS_KEY, row -> true, kid) == null) {
            throw RegistryRefusal.unknownKey(kid);
          }
          if (session.update(RegistrySql.REVOKE_KEY, revokedAt, kid) > 0) {
            log.write(session, audit);
          }
        });
  }

  @Override
  public List<SigningKey> signingKeys() {
    return database.read(session -> session.list(RegistrySql.KEYS, RegistryTables::key));
  }

  static SigningKey key(ResultSet row) throws SQLException {
    return new SigningKey(row.getString(1), Rows.utf8(row, 2), row.getLong(3), Rows.number(row, 4));
  }

  @Override
  public AuditStore audit() {
    return log;
  }
}
