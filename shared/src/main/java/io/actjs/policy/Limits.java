package io.actjs.policy;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** The values of all {@link Limit}s of one server. Immutable. */
public final class Limits {
  /** Every limit at its standard value. */
  public static final Limits DEFAULT = new Limits(new EnumMap<>(Limit.class));

  /** Those that are not standard. */
  private final EnumMap<Limit, Long> values;

  private Limits(EnumMap<Limit, Long> values) {
    this.values = values;
  }

  /** Bytes, characters, milliseconds or pieces, as its unit says. */
  public long get(Limit limit) {
    Long value = values.get(limit);
    return value == null ? limit.standard() : value;
  }

  public int count(Limit limit) {
    return Math.toIntExact(get(limit));
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when the value is out of the limit's range
   */
  public Limits with(Limit limit, long value) {
    if (!limit.allows(value)) {
      throw wrong("the limit " + limit.label() + " is " + limit.range());
    }
    EnumMap<Limit, Long> changed = new EnumMap<>(Limit.class);
    changed.putAll(values);
    changed.put(limit, value);
    return new Limits(changed);
  }

  /**
   * The same with another value for one of them.
   *
   * @param setting a name and a value, as {@code result=8MiB}
   * @throws ActjsException {@code SchemaInvalid}; for an unknown name it says the nearest
   */
  public Limits with(String setting) {
    int at = setting.indexOf('=');
    if (at <= 0) {
      throw wrong("\"" + setting + "\" is not NAME=VALUE, such as result=8MiB");
    }
    Limit limit = named(setting.substring(0, at).strip());
    Long value = limit.unit().read(setting.substring(at + 1).strip());
    if (value == null) {
      throw wrong(
          "the limit "
              + limit.label()
              + " is "
              + limit.unit().examples()
              + ", not \""
              + setting.substring(at + 1)
              + "\"");
    }
    return with(limit, value);
  }

  private static Limit named(String name) {
    for (Limit limit : Limit.values()) {
      if (limit.label().equals(name)) {
        return limit;
      }
    }
    Limit nearest =
        Stream.of(Limit.values())
            .min(Comparator.comparingInt(limit -> edits(name, limit.label())))
            .orElseThrow();
    throw wrong(
        "there is no limit \""
            + name
            + "\"; did you mean \""
            + nearest.label()
            + "\"? (actctl start --limits shows them)");
  }

  /** Characters to insert, remove or replace to make one text of the other. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  /** Those of the runtime. */
  public RuntimeLimits runtime() {
    return new RuntimeLimits(
        count(Limit.MAILBOX),
        get(Limit.MAILBOX_BYTES),
        count(Limit.SUBSCRIBERS),
        count(Limit.ACTIVE_ACTORS),
        get(Limit.IDLE),
        get(Limit.CALL_TIME),
        count(Limit.TELL_ATTEMPTS),
        get(Limit.TELL_RETRY),
        get(Limit.ROLLBACK_WINDOW),
        get(Limit.IDEMPOTENCY_TTL),
        count(Limit.TAGS),
        count(Limit.TAG_BYTES));
  }

  /**
   * Bytes that the server may have in use for what comes in, waits and goes out.
   *
   * @param heapBytes the Java heap
   */
  public long memory(long heapBytes) {
    long configured = get(Limit.MEMORY);
    return configured == 0 ? heapBytes / 2 : configured;
  }

  /** Those that are not standard, by name. */
  public Map<Limit, Long> changed() {
    return Map.copyOf(values);
  }

  private static ActjsException wrong(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }
}
