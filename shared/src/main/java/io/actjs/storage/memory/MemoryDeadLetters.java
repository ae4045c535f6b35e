package io.actjs.storage.memory;

import io.actjs.model.ActorRef;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.Expired;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages that were given up. The driver's monitor guards them. */
final class MemoryDeadLetters {
  private static final Comparator<DeadLetter> OLDEST_FIRST =
      Comparator.comparingLong(DeadLetter::at).thenComparing(letter -> letter.message().id());

  private record Key(ActorRef target, String messageId) {}

  private final Map<Key, DeadLetter> letters = new HashMap<>();

  private static Key key(DeadLetter letter) {
    return new Key(letter.message().target(), letter.message().id());
  }

  /** Keeps the letter in place of one of the same message. */
  void add(DeadLetter letter) {
    letters.put(key(letter), letter);
  }

  void remove(ActorRef ref, String messageId) {
    letters.remove(new Key(ref, messageId));
  }

  @Nullable DeadLetter get(ActorRef ref, String messageId) {
    return letters.get(new Key(ref, messageId));
  }

  Stream<ActorRef> targets() {
    return letters.keySet().stream().map(Key::target);
  }

  List<DeadLetter> newestFirst(DeadLetterQuery query, int limit) {
    return letters.values().stream()
        .filter(query::matches)
        .sorted(OLDEST_FIRST.reversed())
        .limit(limit)
        .toList();
  }

  List<DeadLetter> oldestFirst(DeadLetterQuery query) {
    return letters.values().stream().filter(query::matches).sorted(OLDEST_FIRST).toList();
  }

  int drop(Expired.DeadLetters expired, int limit) {
    List<DeadLetter> oldestFirst = oldestFirst(DeadLetterQuery.ALL);
    long surplus = oldestFirst.size() - expired.keep();
    int dropped = 0;
    for (DeadLetter letter : oldestFirst) {
      if (dropped == limit || (dropped >= surplus && letter.at() >= expired.diedBefore())) {
        break;
      }
      letters.remove(key(letter));
      dropped++;
    }
    return dropped;
  }
}
