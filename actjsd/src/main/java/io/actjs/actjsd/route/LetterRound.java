package io.actjs.actjsd.route;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.runtime.DueWork;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What became of many dead letters, newest first. One that is given up again in the meantime is
 * newer than all that follow, so each is met once.
 *
 * @param done how many are none any more
 * @param refused those that stay, each with its reason
 * @param next where to go on; null when there are no more
 */
record LetterRound(int done, List<Refused> refused, DeadLetter.@Nullable Place next) {
  /** How many are read at a time, with their payloads, and stored together. */
  private static final int AT_A_TIME = 16;

  record Refused(ActorRef ref, String messageId, ActjsException reason) {}

  /** What is done to each. */
  interface Work {
    /** Completes when it is durable. */
    CompletableFuture<String> start(DeadLetter letter);
  }

  /**
   * Does it to as many as the limit; waits for storage.
   *
   * @throws ActjsException when the server cannot at the moment; letters before may be done
   */
  static LetterRound of(DueWork source, DeadLetterQuery query, int limit, Work each) {
    List<Refused> refused = new ArrayList<>();
    DeadLetterQuery rest = query;
    int met = 0;
    boolean more = true;
    while (more && met < limit) {
      int wanted = Math.min(AT_A_TIME, limit - met);
      List<DeadLetter> page = source.deadLetters(rest, wanted);
      refused.addAll(refusals(page, each));
      met += page.size();
      more = page.size() == wanted;
      rest = page.isEmpty() ? rest : rest.after(page.getLast());
    }
    return new LetterRound(met - refused.size(), refused, more ? rest.after() : null);
  }

  private static List<Refused> refusals(List<DeadLetter> page, Work each) {
    List<CompletableFuture<String>> started =
        page.stream().map(letter -> started(letter, each)).toList();
    List<Refused> refused = new ArrayList<>();
    for (int i = 0; i < started.size(); i++) {
      try {
        var unused = Awaited.of(started.get(i));
      } catch (ActjsException e) {
        if (e.code().retryable()) {
          throw e;
        }
        ActorRef ref = page.get(i).message().target();
        refused.add(new Refused(ref, page.get(i).message().id(), e));
      }
    }
    return refused;
  }

  private static CompletableFuture<String> started(DeadLetter letter, Work each) {
    try {
      return each.start(letter);
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
