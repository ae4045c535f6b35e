package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import java.util.Collection;
import java.util.List;

/** The rows of actors that have none yet, made before anything of them can be locked. */
final class ActorRows {
  private ActorRows() {}

  /**
   * Makes the rows, in a transaction of their own and in the order of their keys; one that is there
   * stays. They need not be durable: what relies on them comes after them in the log.
   *
   * @param missing actors that were looked for and had no row
   */
  static void create(Database database, Collection<ActorRef> missing) {
    Columns<ActorRef> refs = Columns.of(missing);
    int unused =
        database.repeatLazily(
            session ->
                session.update(
                    Sql.CREATE_ACTORS, refs.texts(ActorRef::className), refs.texts(ActorRef::id)));
  }

  static void create(Database database, ActorRef missing) {
    create(database, List.of(missing));
  }
}
