package io.actjs.storage.valkey;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The settings of a Valkey.
 *
 * @param prefix the prefix of all keys and channels of this deployment: 1 to 64 letters, digits,
 *     {@code _}, {@code .} and {@code -}; deployments that share a Valkey need different ones
 * @param ttl how long a state stays after its last use
 * @param connectTimeout how long opening a connection may take
 * @param commandTimeout how long an answer may take; a caller waits this long at most before Valkey
 *     counts as unreachable
 * @param retryAfter the time before an unreachable Valkey is tried again
 * @param queuedSnapshots the maximum number of actors whose states wait to be copied
 * @param queuedChars the maximum number of characters of those states
 * @param maxValueBytes the maximum size of a state in Valkey; larger ones are not copied
 */
public record ValkeyOptions(
    String prefix,
    Duration ttl,
    Duration connectTimeout,
    Duration commandTimeout,
    Duration retryAfter,
    int queuedSnapshots,
    long queuedChars,
    int maxValueBytes) {
  public static final String DEFAULT_PREFIX = "actjs";

  // No colon, which separates the parts of a key.
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public static final ValkeyOptions DEFAULT =
      new ValkeyOptions(
          DEFAULT_PREFIX,
          Duration.ofHours(1),
          Duration.ofMillis(250),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          4_096,
          32L << 20,
          1 << 20);

  /**
   * @throws ActjsException {@code SchemaInvalid} when the prefix is malformed
   */
  public ValkeyOptions {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid Valkey key prefix: use 1 to 64 letters, digits, _, . and -");
    }
  }

  public ValkeyOptions withPrefix(String value) {
    return new ValkeyOptions(
        value,
        ttl,
        connectTimeout,
        commandTimeout,
        retryAfter,
        queuedSnapshots,
        queuedChars,
        maxValueBytes);
  }

  public ValkeyOptions withTtl(Duration value) {
    return new ValkeyOptions(
        prefix,
        value,
        connectTimeout,
        commandTimeout,
        retryAfter,
        queuedSnapshots,
        queuedChars,
        maxValueBytes);
  }

  public ValkeyOptions withTimeouts(Duration connect, Duration command) {
    return new ValkeyOptions(
        prefix, ttl, connect, command, retryAfter, queuedSnapshots, queuedChars, maxValueBytes);
  }

  public ValkeyOptions withRetryAfter(Duration value) {
    return new ValkeyOptions(
        prefix,
        ttl,
        connectTimeout,
        commandTimeout,
        value,
        queuedSnapshots,
        queuedChars,
        maxValueBytes);
  }

  /** The limits on waiting and copied states. */
  public ValkeyOptions withBounds(int snapshots, long chars, int valueBytes) {
    return new ValkeyOptions(
        prefix, ttl, connectTimeout, commandTimeout, retryAfter, snapshots, chars, valueBytes);
  }
}
