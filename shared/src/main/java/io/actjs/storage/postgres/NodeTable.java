package io.actjs.storage.postgres;

import io.actjs.model.Node;
import io.actjs.storage.NodeStore;
import io.actjs.storage.postgres.pool.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One row for each node that works on the database, with its lease by the database's clock. */
final class NodeTable implements NodeStore {
  private final Database database;

  NodeTable(Database database) {
    this.database = database;
  }

  @Override
  public @Nullable Held claim(Node node, long leaseMs, @Nullable String dead) {
    return database.change(
        session -> {
          // Those who claim at the same time come one after the other.
          int unused = session.update(NodeSql.LOCK);
          unused = session.update(NodeSql.DELETE_ENDED, dead == null ? "" : dead);
          Held held = session.first(NodeSql.HOLDER, NodeTable::held, node.id());
          if (held == null) {
            unused =
                session.update(
                    NodeSql.TAKE, node.id(), node.host(), node.pid(), node.startedAt(), leaseMs);
          }
          return held;
        });
  }

  private static Held held(ResultSet row) throws SQLException {
    Node holder = new Node(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4));
    return new Held(holder, row.getLong(5), row.getLong(6));
  }

  @Override
  public boolean renew(Node node, long leaseMs) {
    return database.<Boolean>change(
        session -> session.update(NodeSql.RENEW, leaseMs, node.id()) == 1);
  }

  @Override
  public void release(Node node) {
    int unused = database.<Integer>change(session -> session.update(NodeSql.RELEASE, node.id()));
  }
}
