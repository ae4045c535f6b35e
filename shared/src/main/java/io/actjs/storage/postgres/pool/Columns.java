package io.actjs.storage.postgres.pool;

import io.actjs.storage.ShardSet;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Rows turned into arrays, one a column, as a statement with {@code unnest} takes them. */
public final class Columns<T> {
  private final List<T> rows;

  private Columns(List<T> rows) {
    this.rows = rows;
  }

  public static <T> Columns<T> of(Collection<T> rows) {
    return new Columns<>(List.copyOf(rows));
  }

  /** The shards as an array. */
  public static Object of(ShardSet shards) {
    return shards.stream().asLongStream().toArray();
  }

  public Object texts(Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  public Object utf8(Function<T, String> column) {
    return bytes(row -> utf8(column.apply(row)));
  }

  public Object bytes(Function<T, byte @Nullable []> column) {
    return rows.stream().map(column).toArray(byte[][]::new);
  }

  public Object numbers(ToLongFunction<T> column) {
    return rows.stream().mapToLong(column).toArray();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
