package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorShard;
import io.actjs.storage.OrderStore;
import io.actjs.storage.OrderedTurn;
import io.actjs.storage.ShardSet;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.JournalCodec.Located;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.OrderSql;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The order of turns is that of their commits: by segment, and within a segment by place. A segment
 * itself gives the order of its turns until it is deleted. The transaction that deletes it puts the
 * places of turns that some cursor has not passed into a table. Without a cursor there are none,
 * and a commit costs the same with and without cursors.
 */
final class TurnOrder implements OrderStore {
  /** The low bits of a position are the place in the segment; no batch has so many entries. */
  private static final int PLACE_BITS = 20;

  private static final long LAST_PLACE = (1L << PLACE_BITS) - 1;

  private static final int ROWS_AT_A_TIME = 512;

  private final Database database;
  private final Writer writer;

  /** Whether there are cursors. Changed under the write lock. */
  private volatile boolean isKept;

  TurnOrder(Database database, Writer writer) throws SQLException {
    this.database = database;
    this.writer = writer;
    this.isKept = hasCursors();
  }

  private boolean hasCursors() throws SQLException {
    return Boolean.TRUE.equals(
        writer.<@Nullable Boolean>read(
            session -> session.first(OrderSql.HAS_CURSORS, row -> row.getBoolean(1))));
  }

  boolean isKept() {
    return isKept;
  }

  private static long position(long segment, int place) {
    if (place > LAST_PLACE) {
      throw new IllegalStateException("a segment of more than " + LAST_PLACE + " entries");
    }
    return segment << PLACE_BITS | place;
  }

  /** The place of a turn whose segment is gone. */
  private record Place(long pos, ActorRef ref, long seq) {}

  @Override
  public List<OrderedTurn> readOrder(int shard, long afterPos, int limit) {
    if (limit < 1) {
      return List.of();
    }
    // As of one moment: two reads would both miss a segment that is deleted between them.
    return database.read(
        session -> session.atOneMoment(() -> read(session, shard, afterPos, limit)));
  }

  private static List<OrderedTurn> read(Session session, int shard, long afterPos, int limit)
      throws SQLException {
    List<Place> places =
        session.list(
            OrderSql.PLACES,
            row -> new Place(row.getLong(1), Rows.ref(row, 2), row.getLong(4)),
            shard,
            afterPos,
            limit);
    List<OrderedTurn> turns = load(session, places);
    if (turns.size() < limit) {
      session.forEach(
          OrderSql.SEGMENTS_FROM,
          row -> {
            addTurns(turns, row.getLong(1), row.getBytes(2), shard, afterPos);
            return turns.size() < limit;
          },
          afterPos >> PLACE_BITS);
    }
    return List.copyOf(turns.subList(0, Math.min(limit, turns.size())));
  }

  private static void addTurns(
      List<OrderedTurn> turns, long segment, byte[] data, int shard, long afterPos) {
    List<Located> entries = JournalCodec.readSegment(data);
    for (int place = 0; place < entries.size(); place++) {
      long pos = position(segment, place);
      if (pos > afterPos
          && entries.get(place).entry() instanceof TurnRecord turn
          && ActorShard.of(turn.ref()) == shard) {
        turns.add(new OrderedTurn(pos, turn));
      }
    }
  }

  /** The turns at the places. Each actor's part of the journal is read once. */
  private static List<OrderedTurn> load(Session session, List<Place> places) throws SQLException {
    Map<ActorRef, List<Place>> byActor = places.stream().collect(Collectors.groupingBy(Place::ref));
    Map<Place, TurnRecord> found = new HashMap<>();
    for (List<Place> ofActor : byActor.values()) {
      addStored(session, ofActor, found);
    }
    List<OrderedTurn> turns = new ArrayList<>();
    for (Place place : places) {
      turns.add(new OrderedTurn(place.pos(), Objects.requireNonNull(found.get(place))));
    }
    return turns;
  }

  /**
   * Finds the turns of one actor.
   *
   * @param places in the order of its turns
   */
  private static void addStored(Session session, List<Place> places, Map<Place, TurnRecord> found)
      throws SQLException {
    ActorRef ref = places.getFirst().ref();
    Map<Long, Place> wanted = places.stream().collect(Collectors.toMap(Place::seq, it -> it));
    long first = places.getFirst().seq();
    long last = places.getLast().seq();
    session.forEach(
        Sql.CHUNKS_FROM,
        row ->
            JournalCodec.readChunk(
                ref,
                row.getBytes(1),
                first,
                turn -> {
                  Place place = wanted.get(turn.seq());
                  if (place != null) {
                    found.put(place, turn);
                  }
                  return turn.seq() < last;
                }),
        ref.className(),
        ref.id(),
        first);
  }

  /**
   * Stores the places of turns whose segments the same transaction deletes. The journal's table has
   * these turns.
   */
  void keep(Session session, long upToSegment) throws SQLException {
    if (!isKept) {
      return;
    }
    Map<Integer, Long> slowest = new HashMap<>();
    session.forEach(
        OrderSql.SLOWEST,
        row -> {
          slowest.put(row.getInt(1), row.getLong(2));
          return true;
        });
    List<OrderedTurn> turns = new ArrayList<>();
    session.forEach(
        OrderSql.SEGMENTS_UP_TO,
        row -> {
          addAll(turns, row.getLong(1), row.getBytes(2), slowest);
          return true;
        },
        upToSegment);
    for (OrderedTurn turn : turns) {
      ActorRef ref = turn.turn().ref();
      session.update(
          OrderSql.INSERT_PLACE,
          ActorShard.of(ref),
          turn.pos(),
          ref.className(),
          ref.id(),
          turn.turn().seq());
    }
  }

  /** Adds the turns of a segment that some cursor has not passed. */
  private static void addAll(
      List<OrderedTurn> turns, long segment, byte[] data, Map<Integer, Long> slowest) {
    List<Located> entries = JournalCodec.readSegment(data);
    for (int place = 0; place < entries.size(); place++) {
      long pos = position(segment, place);
      if (entries.get(place).entry() instanceof TurnRecord turn
          && pos > slowest.getOrDefault(ActorShard.of(turn.ref()), Long.MAX_VALUE)) {
        turns.add(new OrderedTurn(pos, turn));
      }
    }
  }

  /**
   * The last of the actor's oldest turns that every cursor has passed. The caller writes
   * exclusively, and while there is a cursor the segments of turns that it asks about are gone.
   */
  long lastFree(ActorRef ref) throws SQLException {
    Long first =
        isKept
            ? writer.<@Nullable Long>read(
                session ->
                    session.first(
                        OrderSql.FIRST_PLACED,
                        row -> Rows.number(row, 1),
                        ref.className(),
                        ref.id()))
            : null;
    return first == null ? Long.MAX_VALUE : first - 1;
  }

  @Override
  public void openCursor(String name) {
    OrderStore.requireName(name);
    writer.<@Nullable Void>exclusively(
        () -> {
          long last =
              Objects.requireNonNull(
                  writer.<@Nullable Long>read(
                      session -> session.first(Sql.LAST_POSITION, row -> row.getLong(1))));
          writer.durably(
              session ->
                  session.update(
                      OrderSql.OPEN_CURSOR,
                      name,
                      last << PLACE_BITS | LAST_PLACE,
                      MergedReads.json(ShardSet.ALL)));
          isKept = true;
          return null;
        });
  }

  @Override
  public @Nullable Long cursor(String name, int shard) {
    return database.read(
        session -> session.first(OrderSql.CURSOR, row -> row.getLong(1), name, shard));
  }

  @Override
  public boolean advanceCursor(String name, int shard, long pos) {
    boolean found =
        writer.exclusively(() -> changed(OrderSql.ADVANCE_CURSOR, pos, name, shard) > 0);
    if (found) {
      forgetPassed(shard);
    }
    return found;
  }

  @Override
  public void dropCursor(String name) {
    boolean found =
        writer.exclusively(
            () -> {
              int rows = changed(OrderSql.DROP_CURSOR, name);
              isKept = hasCursors();
              return rows > 0;
            });
    if (found) {
      ShardSet.ALL.stream().forEach(this::forgetPassed);
    }
  }

  /** In small transactions, so that commits never wait long. */
  private void forgetPassed(int shard) {
    int rows;
    do {
      rows = writer.exclusively(() -> changed(OrderSql.DELETE_PASSED, shard, ROWS_AT_A_TIME));
    } while (rows == ROWS_AT_A_TIME);
  }

  private int changed(String sql, Object... arguments) throws SQLException {
    AtomicInteger rows = new AtomicInteger();
    writer.lazily(session -> rows.set(session.update(sql, arguments)));
    return rows.get();
  }
}
