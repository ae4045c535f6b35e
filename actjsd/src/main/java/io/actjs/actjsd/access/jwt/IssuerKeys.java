package io.actjs.actjsd.access.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, as they were last read. Whoever needs them while they are old, or needs
 * one that is not among them, has them read again; others who come meanwhile wait for the same
 * reading. However many tokens come with keys that do not exist, they are read at most once in 30
 * s.
 *
 * <p>When they cannot be read, the old ones serve for an hour: an issuer that is down for a while
 * locks nobody out.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final int MOST_KEYS = 100;

  /** Milliseconds for which keys are not looked at again. */
  static final long FRESH_MS = 5 * 60_000L;

  /** Milliseconds for which they serve when they cannot be read again. */
  static final long OLDEST_MS = 60 * 60_000L;

  /** Milliseconds between two attempts to read them. */
  static final long PAUSE_MS = 30_000;

  private final JwksSource source;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();

  /** What was read. */
  private record Known(List<JWK> keys, long readAt) {}

  private volatile @Nullable Known known;

  // Of whoever holds the lock; the first is looked at without it, too.
  private volatile long triedAt = Long.MIN_VALUE;
  private boolean warned;

  IssuerKeys(JwksSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * Reads them for the first time.
   *
   * @throws ActjsException {@code SchemaInvalid} when they are on this machine and cannot be read;
   *     those of another may come later
   */
  void begin() {
    try {
      known = load();
    } catch (IOException e) {
      if (source.isLocal()) {
        throw new ActjsException(
            ProblemCode.SchemaInvalid,
            "the keys of --jwks cannot be read from " + source.place() + ": " + e.getMessage(),
            e);
      }
      warn(e);
    }
    triedAt = clock.steadyMs();
  }

  /**
   * The keys with an id. It may wait for an issuer to answer.
   *
   * @throws ActjsException {@code CapacityExhausted} when no keys are known
   */
  List<JWK> of(String kid) {
    Known now = known;
    if (now == null || clock.steadyMs() - now.readAt >= FRESH_MS) {
      now = readAgain();
    }
    List<JWK> found = with(kid, now);
    return found.isEmpty() ? with(kid, readAgain()) : found;
  }

  private static List<JWK> with(String kid, Known known) {
    return known.keys.stream().filter(key -> kid.equals(key.getKeyID())).toList();
  }

  private Known readAgain() {
    if (mayTry()) {
      reading.lock();
      try {
        // Another one may have read them while this one waited.
        if (mayTry()) {
          read();
        }
      } finally {
        reading.unlock();
      }
    }
    Known now = known;
    if (now == null || clock.steadyMs() - now.readAt >= OLDEST_MS) {
      throw new ActjsException(
          ProblemCode.CapacityExhausted,
          "the server cannot check tokens now, because it has no keys of their issuer; try again"
              + " in a minute");
    }
    return now;
  }

  private boolean mayTry() {
    return triedAt == Long.MIN_VALUE || clock.steadyMs() - triedAt >= PAUSE_MS;
  }

  private void read() {
    try {
      known = load();
      if (warned) {
        LOG.info("the keys of {} are read again", source.place());
      }
      warned = false;
    } catch (IOException e) {
      warn(e);
    }
    triedAt = clock.steadyMs();
  }

  /** Once, as long as it goes wrong. */
  private void warn(IOException e) {
    if (!warned) {
      LOG.warn(
          "the keys of {} cannot be read: {}; {}",
          source.place(),
          e.getMessage(),
          known == null ? "tokens are refused until they can" : "the old ones serve for an hour");
    }
    warned = true;
  }

  private Known load() throws IOException {
    return new Known(parse(source.read()), clock.steadyMs());
  }

  private static List<JWK> parse(byte[] bytes) throws IOException {
    List<JWK> keys;
    try {
      keys = JWKSet.parse(new String(bytes, StandardCharsets.UTF_8)).getKeys();
    } catch (ParseException | RuntimeException e) {
      // What the library says may quote a secret of the set.
      throw new IOException("this is no JSON Web Key Set", e);
    }
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new IOException("a set has 1 to " + MOST_KEYS + " keys, this one " + keys.size());
    }
    return keys;
  }
}
