package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.storage.ActorShard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows the journal as a subscription would: of each shard it reads what is behind the position
 * that it has read last.
 */
final class ShardReader implements AutoCloseable {
  private final Connection connection;
  private final long[] positions = new long[ActorShard.COUNT];
  private final Set<String> seen = new HashSet<>();

  ShardReader(PostgresUrl url) throws SQLException {
    connection = TestServer.connect(url);
  }

  /** Reads all shards once, each with a query of its own. */
  void read() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT pos, class, id, seq FROM actor_event WHERE shard = ? AND pos > ? ORDER BY pos")) {
      for (int shard = 0; shard < positions.length; shard++) {
        query.setInt(1, shard);
        query.setLong(2, positions[shard]);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            positions[shard] = rows.getLong(1);
            seen.add(rows.getString(2) + "/" + rows.getString(3) + "#" + rows.getLong(4));
          }
        }
      }
    }
  }

  int count() {
    return seen.size();
  }

  /** The actors of the stored turns that were never read. */
  List<ActorRef> missed() throws SQLException {
    List<ActorRef> missed = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT class, id, seq FROM actor_event");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        if (!seen.contains(rows.getString(1) + "/" + rows.getString(2) + "#" + rows.getLong(3))) {
          missed.add(new ActorRef(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return missed;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
