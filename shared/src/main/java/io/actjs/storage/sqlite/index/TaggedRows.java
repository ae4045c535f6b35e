package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorRef;
import io.actjs.model.tag.Tags;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import java.sql.SQLException;
import java.util.List;

/** The tags of an actor in the tables: with its head, and in the index by tag. */
public final class TaggedRows {
  private TaggedRows() {}

  /** Gives the actor, whose head is stored, these tags in place of its former ones. */
  public static void set(Session session, ActorRef ref, List<String> tags) throws SQLException {
    session.update(
        Sql.SET_TAGS, tags.isEmpty() ? null : Tags.text(tags), ref.className(), ref.id());
    session.update(Sql.DELETE_TAGS, ref.className(), ref.id());
    for (String tag : tags) {
      session.update(Sql.INSERT_TAG, ref.className(), ref.id(), tag);
    }
  }
}
