package io.actjs.storage.jdbc;

import io.actjs.model.AuditEntry;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SigningKey;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.StoredItem;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.ChainedEntry;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The registry's tables as a whole: read in the order of an export, and filled from one. */
public final class RegistryContents {
  /** Rows that are fetched at a time; a release has its source with it. */
  private static final int RELEASES = 16;

  private static final int SMALL_ROWS = 256;

  private RegistryContents() {}

  static void read(SqlSession session, Consumer<StoredItem> sink, TableRows rows)
      throws SQLException {
    rows.give(
        session.open(ContentsSql.RELEASES, RELEASES),
        sink,
        row -> new StoredItem.Release(ClassRows.published(row)));
    rows.give(
        session.open(RegistrySql.PROMOTIONS, SMALL_ROWS),
        sink,
        row -> new StoredItem.Promoted(RegistryTables.promotion(row)));
    rows.give(
        session.open(ContentsSql.MANIFESTS, SMALL_ROWS),
        sink,
        row ->
            new StoredItem.KnownManifest(
                RegistryTables.manifest(row, row.getString(3)), row.getLong(2)));
    rows.give(
        session.open(ContentsSql.USES, SMALL_ROWS),
        sink,
        row -> new StoredItem.Used(RegistryTables.use(row)));
    rows.give(
        session.open(RegistrySql.KEYS, SMALL_ROWS),
        sink,
        row -> new StoredItem.Key(RegistryTables.key(row)));
    AuditEnds ends = rows.required("audit_head", AuditRows.optionalEnds(session, AuditSql.ENDS));
    if (ends != null && ends.head().ordinal() > 0) {
      sink.accept(new StoredItem.AuditKept(ends));
    }
    rows.give(
        session.open(AuditSql.ALL, SMALL_ROWS),
        sink,
        row -> new StoredItem.Chained(AuditRows.entry(row)));
  }

  public static void take(SqlSession session, RegistryDialect dialect, StoredItem.OfRegistry item)
      throws SQLException {
    switch (item) {
      case StoredItem.Release(PublishedClass published) -> {
        if (!ClassRows.insert(session, dialect, published)) {
          throw ImportRefusal.notEmpty();
        }
      }
      case StoredItem.Promoted(Promotion promotion) -> RegistryTables.insert(session, promotion);
      case StoredItem.KnownManifest(Manifest manifest, long createdAt) ->
          RegistryTables.insert(session, manifest, createdAt);
      case StoredItem.Used(ManifestUse use) -> RegistryTables.add(session, dialect, List.of(use));
      case StoredItem.Key(SigningKey key) -> {
        int unused = RegistryTables.insert(session, key);
      }
      case StoredItem.AuditKept(AuditEnds ends) -> AuditRows.set(session, ends);
      case StoredItem.Chained(ChainedEntry entry) -> AuditRows.insert(session, entry);
      case StoredItem.Audited(AuditEntry entry) ->
          AuditRows.append(session, AuditRows.ends(session, AuditSql.ENDS).head(), List.of(entry));
    }
  }
}
