package io.actjs.storage.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.storage.valkey.ValkeyConnection.Reply;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets in Valkey. A bucket that would be full again has expired, so that what is stored is
 * bounded by what is asked in the time of a refill. A flushed Valkey gives full buckets.
 */
final class ValkeyBuckets implements SharedBuckets {
  private static final Logger LOG = LoggerFactory.getLogger(ValkeyBuckets.class);
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  private final ValkeyConnection valkey;
  private final String prefix;
  private final ProxyManager<byte[]> buckets;

  ValkeyBuckets(ValkeyConnection valkey, ValkeyOptions options) {
    this.valkey = valkey;
    this.prefix = options.prefix() + ":rate:";
    this.buckets =
        Bucket4jJedis.casBasedBuilder(valkey.client())
            .requestTimeout(options.commandTimeout())
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(CLOCKS_DIFFER))
            .build();
  }

  @Override
  public boolean isUp() {
    return valkey.isUp();
  }

  @Override
  public @Nullable Grant take(String key, Size size, long wanted) {
    byte[] name = (prefix + key).getBytes(UTF_8);
    try {
      Reply<Grant> reply = valkey.ask(client -> take(bucket(name, size), wanted));
      return reply.value();
    } catch (BucketExceptions.BucketExecutionException e) {
      LOG.debug("a shared bucket did not answer in time", e);
    } catch (IllegalStateException e) {
      LOG.debug("a value in Valkey is not a bucket: it is dropped", e);
      var unused = valkey.ask(client -> client.del(name));
    }
    return null;
  }

  private BucketProxy bucket(byte[] name, Size size) {
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                limit -> limit.capacity(size.capacity()).refillGreedy(size.count(), size.period()))
            .build();
    return buckets.getProxy(name, () -> configuration);
  }

  private static Grant take(BucketProxy bucket, long wanted) {
    var taken = bucket.asVerbose().tryConsumeAsMuchAsPossible(wanted);
    long left = taken.getDiagnostics().getAvailableTokens();
    boolean refused = taken.getValue() == 0;
    long wait =
        refused ? Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill()) : 0;
    return new Grant(taken.getValue(), Math.max(0, left), wait);
  }
}
