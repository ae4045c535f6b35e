package io.actjs.storage.jdbc;

import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.PublishedClass;
import io.actjs.model.SignedBy;
import io.actjs.model.Version;
import io.actjs.model.env.DeclaredEnv;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Class versions as rows; the columns as {@link RegistrySql} names them. */
final class ClassRows {
  private static final String HANDLER_SEPARATOR = "\n";

  private ClassRows() {}

  /** False when the version is there already. */
  static boolean insert(SqlSession session, RegistryDialect dialect, PublishedClass published)
      throws SQLException {
    ClassVersion version = published.version();
    SignedBy signedBy = version.signedBy();
    Deprecation deprecation = version.deprecation();
    ClassShape.Limits limits = version.shape().limits();
    session.update(dialect.insertBlob(), version.sha256(), new FreeText(published.source()));
    int inserted =
        session.update(
            RegistrySql.INSERT_VERSION,
            version.ref().name(),
            version.ref().version().toString(),
            version.sha256(),
            version.shape().kind().name(),
            version.shape().durability().name(),
            String.join(HANDLER_SEPARATOR, version.shape().handlers()),
            new FreeText(TextMap.write(version.deps())),
            new FreeText(TextMap.write(version.engines())),
            version.floating(),
            signedBy == null ? null : signedBy.kid(),
            signedBy == null ? null : signedBy.signature(),
            signedBy == null ? null : signedBy.scope().name(),
            version.publishedAt(),
            deprecation == null ? null : deprecation.at(),
            deprecation == null ? null : deprecation.graceUntil(),
            deprecation == null ? null : FreeText.ofNullable(deprecation.reason()),
            limits.rate().isEmpty() ? null : limits.rate(),
            limits.maxActive() == 0 ? null : (long) limits.maxActive(),
            version.shape().env().isEmpty() ? null : TextMap.write(version.shape().env().texts()),
            new FreeText(published.compiled()),
            new FreeText(published.sourceMap()),
            published.schemas().isEmpty() ? null : new FreeText(published.schemas()));
    return inserted > 0;
  }

  static ClassVersion version(ResultSet row) throws SQLException {
    String handlers = row.getString(6);
    ClassShape shape =
        new ClassShape(
            ClassKind.valueOf(row.getString(4)),
            ClassShape.Durability.valueOf(row.getString(5)),
            handlers.isEmpty() ? List.of() : List.of(handlers.split(HANDLER_SEPARATOR)),
            limits(row),
            env(row.getString(19)));
    return new ClassVersion(
        ref(row, 1),
        row.getString(3),
        shape,
        TextMap.read(Rows.utf8(row, 7)),
        TextMap.read(Rows.utf8(row, 8)),
        row.getBoolean(9),
        signedBy(row),
        row.getLong(13),
        deprecation(row));
  }

  /** The class name is in the column, the version in the next. */
  static ClassRef ref(ResultSet row, int column) throws SQLException {
    return new ClassRef(row.getString(column), Version.parse(row.getString(column + 1)));
  }

  private static @Nullable SignedBy signedBy(ResultSet row) throws SQLException {
    String kid = row.getString(10);
    return kid == null
        ? null
        : new SignedBy(kid, row.getString(11), SignedBy.Scope.valueOf(row.getString(12)));
  }

  private static @Nullable Deprecation deprecation(ResultSet row) throws SQLException {
    Long at = Rows.number(row, 14);
    if (at == null) {
      return null;
    }
    String reason = row.getBytes(16) == null ? null : Rows.utf8(row, 16);
    return new Deprecation(at, Rows.number(row, 15), reason);
  }

  private static DeclaredEnv env(@Nullable String stored) {
    return stored == null ? DeclaredEnv.NONE : DeclaredEnv.of(TextMap.read(stored));
  }

  private static ClassShape.Limits limits(ResultSet row) throws SQLException {
    String rate = row.getString(17);
    return new ClassShape.Limits(rate == null ? "" : rate, row.getInt(18));
  }

  static PublishedClass published(ResultSet row) throws SQLException {
    return new PublishedClass(
        version(row),
        Rows.utf8(row, 20),
        Rows.utf8(row, 21),
        Rows.utf8(row, 22),
        row.getBytes(23) == null ? "" : Rows.utf8(row, 23));
  }
}
