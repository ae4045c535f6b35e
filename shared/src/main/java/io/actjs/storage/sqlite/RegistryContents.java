package io.actjs.storage.sqlite;

import io.actjs.model.AuditEntry;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.SigningKey;
import io.actjs.storage.StoredItem;
import java.sql.SQLException;
import java.util.function.Consumer;

/** The registry's tables as a whole: read in the order of an export, and filled from one. */
final class RegistryContents {
  private RegistryContents() {}

  static void read(Session session, Consumer<StoredItem> sink) throws SQLException {
    give(
        session,
        ContentsSql.RELEASES,
        sink,
        row -> new StoredItem.Release(ClassRows.published(row)));
    give(
        session,
        RegistrySql.PROMOTIONS,
        sink,
        row -> new StoredItem.Promoted(RegistryTables.promotion(row)));
    give(
        session,
        ContentsSql.MANIFESTS,
        sink,
        row -> new StoredItem.KnownManifest(RegistryTables.manifest(row), row.getLong(2)));
    give(session, ContentsSql.USES, sink, row -> new StoredItem.Used(RegistryTables.use(row)));
    give(session, RegistrySql.KEYS, sink, row -> new StoredItem.Key(RegistryTables.key(row)));
    give(
        session,
        ContentsSql.AUDIT,
        sink,
        row -> new StoredItem.Audited(RegistryTables.auditEntry(row)));
  }

  private static void give(
      Session session, String sql, Consumer<StoredItem> sink, Session.Row<StoredItem> reader)
      throws SQLException {
    session.forEach(
        sql,
        row -> {
          sink.accept(reader.read(row));
          return true;
        });
  }

  static void take(Session session, StoredItem.OfRegistry item) throws SQLException {
    switch (item) {
      case StoredItem.Release(PublishedClass published) -> ClassRows.insert(session, published);
      case StoredItem.Promoted(Promotion promotion) -> RegistryTables.insert(session, promotion);
      case StoredItem.KnownManifest(Manifest manifest, long createdAt) ->
          RegistryTables.insert(session, manifest, createdAt);
      case StoredItem.Used(ManifestUse use) -> RegistryTables.add(session, use);
      case StoredItem.Key(SigningKey key) -> {
        int unused = RegistryTables.insert(session, key);
      }
      case StoredItem.Audited(AuditEntry entry) -> RegistryTables.insert(session, entry);
    }
  }
}
