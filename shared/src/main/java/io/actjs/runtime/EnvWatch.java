package io.actjs.runtime;

import io.actjs.agent.Ticker;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.registry.env.EnvValues;
import io.actjs.runtime.output.StoreAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks twice a second which values other servers have set. */
final class EnvWatch implements Ticker.Timed {
  private static final Logger LOG = LoggerFactory.getLogger(EnvWatch.class);
  private static final long EVERY_MS = 500;

  private final Look look;
  private @Nullable String told;

  EnvWatch(EnvValues values, StoreAccess store) {
    look = new Look(store, EVERY_MS, values::refresh, this::failed);
  }

  @Override
  public void advance(long nowMs) {
    look.advance(nowMs);
  }

  /** A key that is not here stays away until somebody brings it: that is said once. */
  private void failed(RuntimeException e) {
    boolean lacksKey =
        e instanceof ActjsException problem && problem.code() == ProblemCode.SecretKeyInvalid;
    if (lacksKey && !e.getMessage().equals(told)) {
      told = e.getMessage();
      LOG.error("another server has changed values that cannot be read here: {}", told);
    } else {
      LOG.debug("the values of the environment are as they were", e);
    }
  }
}
