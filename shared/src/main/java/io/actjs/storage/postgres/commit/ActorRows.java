package io.actjs.storage.postgres.commit;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Database;
import java.util.Collection;
import java.util.List;

/** The rows of actors that have none yet, made before anything of them can be locked. */
public final class ActorRows {
  private ActorRows() {}

  /**
   * Makes the rows, in a transaction of their own and in the order of their keys; one that is there
   * stays. They need not be durable: what relies on them comes after them in the log.
   *
   * @param missing actors that were looked for and had no row
   */
  public static void create(Database database, Collection<ActorRef> missing) {
    Columns<ActorRef> refs = Columns.of(missing);
    int unused =
        database.repeatLazily(
            session ->
                session.update(
                    CommitSql.CREATE_ACTORS,
                    refs.texts(ActorRef::className),
                    refs.texts(ActorRef::id)));
  }

  /** Rows go again as soon as they are made, which the server's own sweep never does. */
  public static ActjsException vanish(Database database) {
    return new ActjsException(
        ProblemCode.StorageUnavailable,
        "rows of actors are missing from " + database.url() + ": leave its tables to the server");
  }

  public static void create(Database database, ActorRef missing) {
    create(database, List.of(missing));
  }
}
