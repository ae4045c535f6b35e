package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which store a database is of, told inside of it. The mark beside it names the same one: a
 * database that was put in the place of another is not taken for that one.
 */
public final class Incarnation {
  private Incarnation() {}

  /** The text as it is stored, which nobody has checked; null in a store from before. */
  static @Nullable String read(Session session) throws SQLException {
    boolean known =
        Boolean.TRUE.equals(session.first(Sql.HAS_INCARNATION, row -> row.getBoolean(1)));
    return known ? session.first(Sql.INCARNATION, row -> row.getString(1)) : null;
  }

  /** Stores it, as part of a transaction or as one. */
  public static void write(Session session, UUID incarnation) throws SQLException {
    session.update(Sql.SET_INCARNATION, incarnation.toString());
  }

  /**
   * A database that its mark does not know.
   *
   * @param found what the database says that it is of
   * @param marked what the mark is of
   */
  public record Mismatch(Path file, String found, UUID marked) {

    /** Compares; null when both are of one store, or the database does not say. */
    public static @Nullable Mismatch between(Path file, Database.Look found, StoreMark mark) {
      String told = found.incarnation();
      return told == null || told.equals(mark.incarnation().toString())
          ? null
          : new Mismatch(file, told, mark.incarnation());
    }

    /** What is wrong, for people. */
    public String text() {
      return "the database %s is of another store than %s beside it (incarnation %s, not %s)"
          .formatted(file, StoreMark.FILE, found, marked);
    }

    public ActjsException refusal() {
      return new ActjsException(
          ProblemCode.StoreDamaged,
          text()
              + ". Put the right database back, with the "
              + file.getFileName()
              + "-wal that belongs to it, or a backup into an empty directory, or go on with this"
              + " one: \"actctl start --accept-loss\"");
    }
  }
}
