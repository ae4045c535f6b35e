package io.actjs.actjsd.encoding;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Tab;
import java.util.Arrays;
import java.util.function.Function;

/** Compressed bodies and messages: expanded within their limit, or refused. */
public final class ExpansionFuzz {
  private static final int LIMIT = 16 << 10;
  private static final int COPIES = 2;

  private ExpansionFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    expand(tab -> Expansion.gunzip(data, tab, COPIES, LIMIT));
    expand(tab -> Expansion.message(data, tab, COPIES, LIMIT));
    byte[] file = Compressor.gzip(data);
    if (file != null && data.length <= LIMIT) {
      expand(
          tab -> {
            byte[] again = Expansion.gunzip(file, tab, COPIES, LIMIT);
            require(Arrays.equals(data, again), "not what was compressed");
            return again;
          });
    }
  }

  private static void expand(Function<Tab, byte[]> expansion) {
    Budget memory = Budget.root("server", 1 << 20);
    try (Tab tab = new Tab(memory)) {
      byte[] plain = expansion.apply(tab);
      require(plain.length <= LIMIT, "larger than the limit");
      require(memory.used() >= (long) COPIES * plain.length, "not charged");
    } catch (ActjsException e) {
      require(
          e.code() == ProblemCode.MalformedJson || e.code() == ProblemCode.PayloadTooLarge,
          "refused as " + e.code());
      require(memory.used() <= (long) COPIES * (LIMIT + 1), "more than the limit in use");
    }
    require(memory.used() == 0, "not given back");
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
