package io.actjs.storage.memory;

import io.actjs.model.ActorRef;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Expired;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages that were given up. The driver's monitor guards them. */
final class MemoryDeadLetters {
  private static final Comparator<DeadLetter> OLDEST_FIRST =
      Comparator.comparingLong(DeadLetter::at).thenComparing(letter -> letter.message().id());

  private final List<DeadLetter> letters = new ArrayList<>();

  void add(DeadLetter letter) {
    letters.add(letter);
  }

  Stream<ActorRef> targets() {
    return letters.stream().map(letter -> letter.message().target());
  }

  List<DeadLetter> newestFirst(@Nullable ActorRef ref, int limit) {
    return of(ref).sorted(OLDEST_FIRST.reversed()).limit(limit).toList();
  }

  List<DeadLetter> oldestFirst(@Nullable ActorRef ref) {
    return of(ref).sorted(OLDEST_FIRST).toList();
  }

  private Stream<DeadLetter> of(@Nullable ActorRef ref) {
    return letters.stream().filter(it -> ref == null || it.message().target().equals(ref));
  }

  int drop(Expired.DeadLetters expired, int limit) {
    List<DeadLetter> oldestFirst = oldestFirst(null);
    long surplus = oldestFirst.size() - expired.keep();
    Set<DeadLetter> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    for (DeadLetter letter : oldestFirst) {
      if (gone.size() == limit || (gone.size() >= surplus && letter.at() >= expired.diedBefore())) {
        break;
      }
      gone.add(letter);
    }
    letters.removeIf(gone::contains);
    return gone.size();
  }
}
