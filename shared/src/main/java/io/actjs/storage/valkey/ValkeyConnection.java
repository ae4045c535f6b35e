package io.actjs.storage.valkey;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Commands that may fail. The state is <em>up</em> or <em>down</em>: a command without an answer
 * makes it down. While it is, commands fail at once, but one each {@code retryAfter}, whose answer
 * makes it up again. So a Valkey that is gone costs a caller one timeout at most, and then nothing.
 *
 * <p>Nothing here throws because of Valkey. Thread-safe.
 */
final class ValkeyConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ValkeyConnection.class);
  private static final int CONNECTIONS = 4;

  /** The outcome of a command. */
  enum Fate {
    ANSWERED,
    /** Valkey does not do it: out of memory, a value of another type, a read-only replica. */
    REFUSED,
    AWAY
  }

  /**
   * @param value the answer; null unless there is one
   */
  record Reply<T>(Fate fate, @Nullable T value) {}

  private final ValkeyUrl url;
  private final ValkeyOptions options;
  private final RedisClient client;
  private final AtomicBoolean up = new AtomicBoolean(true);
  private final AtomicLong retryAt = new AtomicLong();
  private final LongAdder failures = new LongAdder();

  /** Connects with the first command. */
  ValkeyConnection(ValkeyUrl url, ValkeyOptions options) {
    this.url = url;
    this.options = options;
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMinIdle(0);
    pool.setMaxWait(options.commandTimeout());
    pool.setJmxEnabled(false);
    this.client =
        RedisClient.builder()
            .hostAndPort(url.host(), url.port())
            .clientConfig(config(options.commandTimeout()))
            .poolConfig(pool)
            .build();
  }

  private DefaultJedisClientConfig config(Duration blocking) {
    return DefaultJedisClientConfig.builder()
        .resp2()
        .connectionTimeoutMillis((int) options.connectTimeout().toMillis())
        .socketTimeoutMillis((int) options.commandTimeout().toMillis())
        .blockingSocketTimeoutMillis((int) blocking.toMillis())
        .user(url.user())
        .password(url.password())
        .database(url.database())
        .sslOptions(url.tls() ? SslOptions.defaults() : null)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  /**
   * A connection of its own, to subscribe with.
   *
   * @param silence how long nothing may come before it counts as dead
   * @throws JedisException when there is none
   */
  Jedis subscriber(Duration silence) {
    return new Jedis(new HostAndPort(url.host(), url.port()), config(silence));
  }

  <T> Reply<T> ask(Function<RedisClient, @Nullable T> command) {
    if (!admitted()) {
      return new Reply<>(Fate.AWAY, null);
    }
    try {
      @Nullable T answer = command.apply(client);
      answered();
      return new Reply<>(Fate.ANSWERED, answer);
    } catch (JedisAccessControlException e) {
      failed(e);
    } catch (JedisDataException e) {
      failures.increment();
      answered();
      LOG.debug("Valkey rejected a command", e);
      return new Reply<>(Fate.REFUSED, null);
    } catch (JedisException e) {
      failed(e);
    }
    return new Reply<>(Fate.AWAY, null);
  }

  private boolean admitted() {
    if (up.get()) {
      return true;
    }
    long at = retryAt.get();
    long now = System.nanoTime();
    return now - at >= 0 && retryAt.compareAndSet(at, now + options.retryAfter().toNanos());
  }

  private void answered() {
    if (!up.get() && up.compareAndSet(false, true)) {
      LOG.info("reconnected to Valkey at {}", url);
    }
  }

  private void failed(JedisException e) {
    failures.increment();
    retryAt.set(System.nanoTime() + options.retryAfter().toNanos());
    if (up.compareAndSet(true, false)) {
      LOG.warn("cannot reach Valkey at {}; continuing without it: {}", url, e.getMessage());
    }
    // What waits in the pool was opened to the server that is gone.
    client.getPool().clear();
  }

  /** For those who need it before they have something to {@link #ask}. */
  RedisClient client() {
    return client;
  }

  /** Whether a command would be sent now. */
  boolean worthAsking() {
    return up.get() || System.nanoTime() - retryAt.get() >= 0;
  }

  boolean isUp() {
    return up.get();
  }

  long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    client.close();
  }
}
