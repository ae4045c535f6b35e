package io.actjs.policy;

import static io.actjs.policy.LimitUnit.BYTES;
import static io.actjs.policy.LimitUnit.CHARACTERS;
import static io.actjs.policy.LimitUnit.COUNT;
import static io.actjs.policy.LimitUnit.TIME;

/** Every limit of a server: its name, its unit, its default, and what happens above it. */
public enum Limit {
  MEMORY("memory", BYTES, 0, 16L << 20, 1L << 40, "CapacityExhausted; 0 is half of the Java heap"),

  CONNECTIONS("connections", COUNT, 16_384, 1, 1 << 20, "the connection is refused, 503"),
  CONNECTIONS_PER_ADDRESS(
      "connections-per-address", COUNT, 8_192, 1, 1 << 20, "the connection is refused, 503"),
  HEAD_TIME("head-time", TIME, 10_000, 100, 3_600_000, "RequestTimeout, the connection closes"),
  BODY("body", BYTES, 1 << 20, 1 << 10, 256 << 20, "PayloadTooLarge"),
  PUBLICATION("publication", BYTES, 16 << 20, 1 << 10, 256 << 20, "PayloadTooLarge"),
  BODY_TIME("body-time", TIME, 30_000, 100, 3_600_000, "RequestTimeout"),

  SOCKET_REQUESTS("socket-requests", COUNT, 1_024, 1, 1 << 20, "the socket is not read from"),
  SOCKET_REQUEST_BYTES(
      "socket-request-bytes", BYTES, 8 << 20, 1 << 10, 1L << 40, "the socket is not read from"),
  SOCKET_BATCH("socket-batch", COUNT, 100, 1, 10_000, "the batch is refused, -32600"),
  SOCKET_UNSENT(
      "socket-unsent", BYTES, 4 << 20, 1 << 10, 1L << 40, "changes are skipped, then a snapshot"),
  SOCKET_BACKLOG("socket-backlog", BYTES, 64 << 20, 1 << 10, 1L << 40, "the socket closes, 1013"),
  SOCKET_SUBSCRIPTIONS("socket-subscriptions", COUNT, 10_000, 1, 1 << 20, "SubscriberLimit"),
  PING_INTERVAL("ping-interval", TIME, 30_000, 100, 3_600_000, "a ping is sent"),
  PING_TIMEOUT("ping-timeout", TIME, 90_000, 100, 86_400_000, "the socket closes, 1001"),

  LOG_KEPT("log-kept", BYTES, 4 << 20, 1 << 20, 1L << 30, "the oldest lines are not to be read"),
  FOLLOWERS("followers", COUNT, 128, 1, 1 << 16, "CapacityExhausted, of the log and the audit"),

  CALL_TIME("call-time", TIME, 30_000, 1, 3_600_000, "CallTimeout; a call may name its own"),
  RESULT("result", CHARACTERS, 4 << 20, 1 << 10, 256 << 20, "ResultTooLarge"),
  ARGS("args", CHARACTERS, 1 << 20, 1 << 10, 256 << 20, "PayloadTooLarge, between actors"),
  STATE("state", CHARACTERS, 16 << 20, 1 << 10, 256 << 20, "StateTooLarge"),
  CHANGE("change", CHARACTERS, 4 << 20, 1 << 10, 256 << 20, "PatchTooLarge, OutboxFull"),
  OUTBOX("outbox", COUNT, 1_000, 1, 1 << 20, "OutboxFull"),
  EMIT("emit", CHARACTERS, 64 << 10, 16, 256 << 20, "PayloadTooLarge, to subscribers"),
  LOG("log", CHARACTERS, 256 << 10, 1 << 10, 256 << 20, "lines of the turn are dropped, counted"),
  HANDLER_CPU("handler-cpu", TIME, 5_000, 10, 3_600_000, "HandlerTimeout"),
  HANDLER_HEAP("handler-heap", BYTES, 512L << 20, 32L << 20, 4L << 30, "HeapExhausted"),
  SLICE("slice", TIME, 20, 1, 10_000, "other actors of the worker come first"),

  MAILBOX("mailbox", COUNT, 1_024, 1, 1_000_000, "MailboxFull"),
  MAILBOX_BYTES("mailbox-bytes", BYTES, 16 << 20, 1 << 10, 1L << 40, "MailboxFull"),
  SUBSCRIBERS("subscribers", COUNT, 1_000, 0, 1 << 20, "SubscriberLimit"),
  PRESENCE_DATA("presence-data", BYTES, 4 << 10, 0, 1 << 20, "PayloadTooLarge"),
  PRESENCE_INTERVAL("presence-interval", TIME, 50, 0, 60_000, "changes are told together"),
  PRESENCE_GRACE("presence-grace", TIME, 5_000, 0, 3_600_000, "a subscriber that was cut off left"),
  RESUME_BYTES("resume-bytes", BYTES, 1 << 20, 0, 256 << 20, "a snapshot in place of the changes"),
  RESUME_TURNS("resume-turns", COUNT, 1_000, 0, 1 << 20, "a snapshot in place of the changes"),
  ACTIVE_ACTORS("active-actors", COUNT, 100_000, 1, 10_000_000, "CapacityExhausted"),
  ACTIVE_ACTORS_PER_CLASS(
      "active-actors-per-class",
      COUNT,
      0,
      0,
      10_000_000,
      "an idle one leaves, else CapacityExhausted; 0 is no limit"),
  ACTIVE_ACTORS_PER_TENANT(
      "active-actors-per-tenant",
      COUNT,
      0,
      0,
      10_000_000,
      "an idle one leaves, else CapacityExhausted; 0 is no limit"),
  IDEMPOTENCY_TTL(
      "idempotency-ttl", TIME, 86_400_000, 1_000, 365L * 86_400_000, "the key may be used again"),
  TAGS("tags", COUNT, 64, 0, 1_024, "TagLimit"),
  TAG_BYTES("tag-bytes", BYTES, 128, 1, 1 << 10, "TagInvalid"),
  CAPABILITY_TIME(
      "capability-time",
      TIME,
      86_400_000,
      1_000,
      30L * 86_400_000,
      "LimitExceeded when one is minted for longer"),
  IDLE("idle", TIME, 300_000, 0, 86_400_000, "an idle actor leaves memory"),
  TELL_ATTEMPTS("tell-attempts", COUNT, 12, 1, 1_000, "a dead letter"),
  TELL_RETRY("tell-retry", TIME, 100, 1, 3_600_000, "the second attempt; later ones double it"),
  ROLLBACK_WINDOW(
      "rollback-window", TIME, 7L * 86_400_000, 0, 3_650L * 86_400_000, "NothingToRollBack"),

  SQLITE_FOLD_ENTRIES("sqlite-fold-entries", COUNT, 65_536, 1, 1 << 24, "a fold starts"),
  SQLITE_FOLD_BYTES("sqlite-fold-bytes", BYTES, 16L << 20, 1 << 10, 1L << 40, "a fold starts"),
  SQLITE_FOLD_IDLE("sqlite-fold-idle", TIME, 200, 1, 3_600_000, "a fold starts"),
  SQLITE_FOLD_SLICE("sqlite-fold-slice", COUNT, 64, 1, 1 << 20, "commits come first"),
  SQLITE_BACKLOG("sqlite-backlog", COUNT, 4, 2, 1_000, "commits wait for the fold"),
  SQLITE_HEADS("sqlite-heads", COUNT, 65_536, 1, 1 << 24, "heads are read from the disk"),
  SQLITE_CHECKPOINT("sqlite-checkpoint", BYTES, 8L << 20, 1 << 16, 1L << 40, "a checkpoint starts"),
  SQLITE_PAGES("sqlite-pages", COUNT, 0, 0, 1L << 32, "StorageFull; 0 is no limit"),

  POSTGRES_CONNECTIONS("postgres-connections", COUNT, 16, 2, 10_000, "callers wait for one"),
  POSTGRES_CONNECT_TIME("postgres-connect-time", TIME, 5_000, 10, 3_600_000, "StorageUnavailable"),
  POSTGRES_LOCK_TIME("postgres-lock-time", TIME, 10_000, 10, 3_600_000, "StorageUnavailable"),
  POSTGRES_STATEMENT_TIME(
      "postgres-statement-time", TIME, 20_000, 10, 3_600_000, "StorageUnavailable"),
  POSTGRES_PATIENCE("postgres-patience", TIME, 30_000, 0, 3_600_000, "StorageUnavailable"),
  POSTGRES_LANES("postgres-lanes", COUNT, 2, 1, 64, "batches wait");

  private final String label;
  private final LimitUnit unit;
  private final long standard;
  private final long least;
  private final long most;
  private final String exceeded;

  Limit(String label, LimitUnit unit, long standard, long least, long most, String exceeded) {
    this.label = label;
    this.unit = unit;
    this.standard = standard;
    this.least = least;
    this.most = most;
    this.exceeded = exceeded;
  }

  /** The name that people use. */
  public String label() {
    return label;
  }

  public LimitUnit unit() {
    return unit;
  }

  /** Its value when nothing else is configured. */
  public long standard() {
    return standard;
  }

  /** What happens when it is exceeded: mostly the code of a problem. */
  public String exceeded() {
    return exceeded;
  }

  boolean allows(long value) {
    return (value >= least && value <= most) || value == standard;
  }

  String range() {
    return unit.write(least) + " to " + unit.write(most);
  }
}
