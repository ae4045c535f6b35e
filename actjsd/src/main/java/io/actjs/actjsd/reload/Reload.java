package io.actjs.actjsd.reload;

import io.actjs.actjsd.log.ServerLog;
import io.actjs.actjsd.rate.RateGate;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.actjs.storage.audit.AuditAction;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration of a running daemon again, and takes what can change while it runs. All
 * of it is read before anything is taken: a malformed file changes nothing. One at a time.
 */
public final class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final String TARGET = "daemon";

  private final ActorRuntime runtime;
  private final RateGate rates;
  private final LiveEdge edge;
  private final Clock clock;
  private final ReentrantLock one = new ReentrantLock();
  private volatile @Nullable ConfigSource source;

  public Reload(ActorRuntime runtime, RateGate rates, LiveEdge edge, Clock clock) {
    this.runtime = runtime;
    this.rates = rates;
    this.edge = edge;
    this.clock = clock;
  }

  /** Says where the configuration came from; without it there is nothing to read again. */
  public void from(ConfigSource value) {
    source = value;
  }

  /**
   * Reads it, notes in the audit and in the log what it means, and takes what can be taken.
   *
   * @param principal who asks for it
   * @return what has changed, and what would with a restart
   * @throws ActjsException {@code ConfigInvalid}, {@code ReloadUnsupported}, {@code
   *     StorageUnavailable}; then nothing is changed
   */
  public Reread run(String principal) {
    one.lock();
    try {
      Reread reread = read();
      runtime
          .audit()
          .append(
              List.of(
                  AuditAction.CONFIG_RELOADED.entry(
                      clock.nowMs(), principal, TARGET, reread.json())));
      take(reread.settings());
      reread.taken().run();
      LOG.info(
          "the configuration was read again for {}; changed: {}; needs a restart: {}",
          principal,
          reread.changed(),
          reread.needRestart());
      return reread;
    } catch (ActjsException e) {
      LOG.warn("the configuration is not taken, and nothing has changed: {}", e.detail());
      throw e;
    } finally {
      one.unlock();
    }
  }

  private Reread read() {
    ConfigSource from = source;
    if (from == null) {
      throw new ActjsException(
          ProblemCode.ReloadUnsupported,
          "this server was not started by \"actctl start\": it has no configuration to read again");
    }
    return from.read();
  }

  private void take(LiveSettings settings) {
    ServerLog.configure(settings.logFormat(), settings.logLevel());
    rates.rule(settings.rates());
    runtime.maintenance().retain(settings.retention());
    edge.take(settings);
  }
}
