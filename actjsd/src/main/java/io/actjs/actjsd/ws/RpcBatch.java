package io.actjs.actjsd.ws;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.wire.RpcFrames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the requests of one batch, which leave as one array when the last is there. What
 * waits is charged, and bounded: an answer for which there is no room becomes an error of its own
 * request. Thread-safe.
 */
final class RpcBatch {
  private final Budget memory;
  private final long limit;
  private final List<String> answers = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private long chars;

  /** Requests that are not answered, and one for whoever begins them. */
  private int open = 1;

  /**
   * @param limit characters of all answers
   */
  RpcBatch(Budget memory, long limit) {
    this.memory = memory;
    this.limit = limit;
  }

  /** One more request will be {@link #answered}. */
  synchronized void begin() {
    open++;
  }

  /** What is wrong with an entry that is no request. */
  synchronized void refused(String answer) {
    add(null, answer);
  }

  /**
   * A request has ended, or all have been begun.
   *
   * @param id of the request, raw JSON; null for one that gets no answer
   * @return the answer of the whole batch, when it is complete and anybody wants one
   */
  synchronized @Nullable String answered(@Nullable String id, @Nullable String answer) {
    if (answer != null) {
      add(id, answer);
    }
    open--;
    if (open > 0) {
      return null;
    }
    String whole = answers.isEmpty() ? null : '[' + String.join(",", answers) + ']';
    answers.clear();
    charges.forEach(Charge::close);
    charges.clear();
    return whole;
  }

  private void add(@Nullable String id, String answer) {
    String kept = answer;
    if (id != null && chars + answer.length() > limit) {
      kept =
          RpcFrames.error(
              id,
              new ActjsException(
                  ProblemCode.ResultTooLarge,
                  "the answers of the batch are larger than "
                      + limit
                      + " characters; the request was done, ask for its result alone"));
    } else {
      Charge charge = memory.tryCharge(answer.length());
      if (charge != null) {
        charges.add(charge);
      } else if (id != null) {
        kept = RpcFrames.error(id, memory.exhausted());
      }
    }
    chars += kept.length();
    answers.add(kept);
  }
}
