package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorShard;
import io.actjs.storage.OrderStore;
import io.actjs.storage.OrderedTurn;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.commit.GroupCommit;
import io.actjs.storage.postgres.pool.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of turns by the positions that {@link GroupCommit} draws. The journal's rows contain
 * it, so a cursor only keeps turns from being dropped.
 */
final class TurnOrder implements OrderStore {
  private final Database database;

  TurnOrder(Database database) {
    this.database = database;
  }

  @Override
  public List<OrderedTurn> readOrder(int shard, long afterPos, int limit) {
    return database.read(
        session -> session.list(OrderSql.TURNS_AFTER, TurnOrder::turn, shard, afterPos, limit));
  }

  private static OrderedTurn turn(ResultSet row) throws SQLException {
    ActorRef ref = Rows.ref(row);
    List<TurnRecord> turns = new ArrayList<>(1);
    JournalCodec.readChunk(ref, row.getBytes(4), 0, turns::add);
    return new OrderedTurn(row.getLong(3), turns.getFirst());
  }

  @Override
  public void openCursor(String name) {
    OrderStore.requireName(name);
    int unused =
        database.change(
            session -> session.update(OrderSql.OPEN_CURSOR, name, ActorShard.COUNT - 1));
  }

  @Override
  public @Nullable Long cursor(String name, int shard) {
    return database.read(
        session -> session.first(OrderSql.CURSOR, row -> row.getLong(1), name, shard));
  }

  @Override
  public boolean advanceCursor(String name, int shard, long pos) {
    return database.change(session -> session.update(OrderSql.ADVANCE_CURSOR, pos, name, shard))
        > 0;
  }

  @Override
  public void dropCursor(String name) {
    int unused = database.change(session -> session.update(OrderSql.DROP_CURSOR, name));
  }
}
