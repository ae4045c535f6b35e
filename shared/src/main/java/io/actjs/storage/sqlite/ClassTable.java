package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The published class versions. */
final class ClassTable {
  private static final String HANDLER_SEPARATOR = "\n";

  private final Database database;
  private final Writer writer;

  ClassTable(Database database, Writer writer) {
    this.database = database;
    this.writer = writer;
  }

  void publish(PublishedClass published) {
    writer.exclusively(
        () -> {
          if (writer.read(session -> load(session, published.ref())) != null) {
            throw new ActjsException(
                ProblemCode.VersionAlreadyPublished,
                published.ref() + " is already published: publish the change under a new version");
          }
          writer.durably(session -> insert(session, published));
          writer.countLogBytes(published.source().length() + published.compiled().length());
          return null;
        });
  }

  private static void insert(Session session, PublishedClass published) throws SQLException {
    session.update(Sql.INSERT_BLOB, published.sha256(), published.source());
    session.update(
        Sql.INSERT_VERSION,
        published.ref().name(),
        published.ref().version().toString(),
        published.sha256(),
        published.compiled(),
        published.shape().kind().name(),
        published.shape().durability().name(),
        String.join(HANDLER_SEPARATOR, published.shape().handlers()),
        published.publishedAt());
  }

  List<ClassRef> versions() {
    return database.read(
        session ->
            session.list(
                Sql.VERSIONS,
                row -> new ClassRef(row.getString(1), Version.parse(row.getString(2)))));
  }

  @Nullable PublishedClass load(ClassRef ref) {
    return database.read(session -> load(session, ref));
  }

  private static @Nullable PublishedClass load(Session session, ClassRef ref) throws SQLException {
    return session.first(
        Sql.VERSION, row -> published(ref, row), ref.name(), ref.version().toString());
  }

  private static PublishedClass published(ClassRef ref, ResultSet row) throws SQLException {
    String handlers = row.getString(6);
    ClassShape shape =
        new ClassShape(
            ClassKind.valueOf(row.getString(4)),
            ClassShape.Durability.valueOf(row.getString(5)),
            handlers.isEmpty() ? List.of() : List.of(handlers.split(HANDLER_SEPARATOR)));
    return new PublishedClass(
        ref, row.getString(1), row.getString(2), row.getString(3), shape, row.getLong(7));
  }
}
