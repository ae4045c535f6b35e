package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.storage.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The effects on one actor that are durable in segments and not yet in the tables. Laid over the
 * tables they give the actor's present; laying them over tables that hold some of them already
 * changes nothing, so that readers need not know how far a fold is.
 */
public final class Unapplied {
  /** A chunk of the journal is about as large, so that reading a turn never reads megabytes. */
  public static final int CHUNK_BYTES = 256 << 10;

  private final List<StoredTurn> turns = new ArrayList<>(2);
  private final NavigableMap<String, InboxDelta> inbox = new TreeMap<>();
  private final DueMessages due;

  /** Null as long as none has changed: most actors have none. */
  private @Nullable Map<String, LetterDelta> letters;

  /** Null as long as none has changed. */
  private @Nullable UnappliedLater later;

  /** By scope; null as long as there is none. */
  private @Nullable Map<String, Replied> replies;

  /**
   * As with a {@link LetterDelta} the last effect is enough.
   *
   * @param pos position of the segment that brought it
   */
  private record Replied(long pos, KeyedReply reply) {}

  Unapplied(DueMessages due) {
    this.due = due;
  }

  public boolean isEmpty() {
    return turns.isEmpty()
        && inbox.isEmpty()
        && letters == null
        && later == null
        && replies == null;
  }

  public void append(StoredTurn turn) {
    turns.add(turn);
    if (turn.tombstone()) {
      inbox.clear();
      clearLater();
    }
  }

  private void clearLater() {
    if (later != null) {
      later.clear();
      later = null;
    }
  }

  /**
   * Takes the message into the inbox; one that is there stays.
   *
   * @param readBack whether the segment is one of a process that is gone
   */
  void add(long pos, InboxMessage message, boolean readBack) {
    InboxDelta before = inbox.get(message.id());
    if (before == null) {
      inbox.put(message.id(), InboxDelta.first(message, pos, readBack));
    } else if (!before.isPending()) {
      inbox.put(message.id(), before.then(message, pos));
    }
  }

  void remove(long pos, String id) {
    InboxDelta before = inbox.get(id);
    inbox.put(id, before == null ? InboxDelta.first(null, pos, false) : before.then(null, pos));
  }

  /**
   * @param now null when the letter is not among the dead letters any more
   */
  public void setLetter(long pos, String id, @Nullable DeadLetter now) {
    if (letters == null) {
      letters = new TreeMap<>();
    }
    letters.put(id, new LetterDelta(pos, now));
  }

  void setReply(long pos, KeyedReply reply) {
    if (replies == null) {
      replies = new HashMap<>(4);
    }
    replies.put(reply.key().scope(), new Replied(pos, reply));
  }

  @Nullable KeyedReply reply(String scope) {
    Replied known = replies == null ? null : replies.get(scope);
    return known == null ? null : known.reply();
  }

  Set<String> replyScopes() {
    return replies == null ? Set.of() : replies.keySet();
  }

  /**
   * @param now null when the message is not due later any more
   */
  public void setLater(long pos, String id, @Nullable InboxMessage now) {
    if (later == null) {
      later = new UnappliedLater(due);
    }
    later.set(pos, id, now);
  }

  public @Nullable LaterDelta later(String id) {
    return later == null ? null : later.get(id);
  }

  /** By id. */
  public Map<String, LaterDelta> later() {
    return later == null ? Map.of() : later.all();
  }

  @Nullable LetterDelta letter(String id) {
    return letters == null ? null : letters.get(id);
  }

  /** Null stands for a letter that is not among the dead letters any more. */
  void eachLetter(BiConsumer<String, @Nullable DeadLetter> taker) {
    if (letters != null) {
      letters.forEach((id, delta) -> taker.accept(id, delta.letter()));
    }
  }

  @Nullable InboxDelta delta(String id) {
    return inbox.get(id);
  }

  /** The turns from {@code fromSeq} on, at most {@code limit}. */
  public List<StoredTurn> turns(long fromSeq, int limit) {
    if (turns.isEmpty()) {
      return List.of();
    }
    int from = (int) Math.clamp(fromSeq - turns.getFirst().seq(), 0L, turns.size());
    int to = (int) Math.min((long) from + limit, turns.size());
    return List.copyOf(turns.subList(from, to));
  }

  public NavigableMap<String, InboxDelta> inboxAfter(@Nullable String after) {
    return after == null ? inbox : inbox.tailMap(after, false);
  }

  public boolean hasAdded() {
    return inbox.values().stream().anyMatch(InboxDelta::isPending);
  }

  /**
   * What brings the effects of the segments up to the position into the tables, in order.
   *
   * @param ref the actor
   */
  List<FoldStep> stepsUpTo(ActorRef ref, long pos) {
    List<FoldStep> steps = new ArrayList<>();
    addReplies(pos, steps);
    if (letters != null) {
      letters.forEach(
          (id, delta) -> {
            if (delta.pos() <= pos) {
              steps.add(delta.step(id));
            }
          });
    }
    inbox.forEach(
        (id, delta) -> {
          FoldStep step = delta.stepUpTo(pos, id);
          if (step != null) {
            steps.add(step);
          }
        });
    if (later != null) {
      later.addStepsUpTo(pos, steps);
    }
    List<StoredTurn> folded = turns.subList(0, turnsUpTo(pos));
    if (!folded.isEmpty() && folded.getLast().tombstone()) {
      steps.add(new FoldStep.Close());
    }
    addChunks(ref, folded, steps);
    return steps;
  }

  private void addReplies(long pos, List<FoldStep> steps) {
    if (replies == null) {
      return;
    }
    List<KeyedReply> some = new ArrayList<>();
    int chars = 0;
    List<Replied> inOrder = new ArrayList<>(replies.values());
    // Those of one actor are neighbours in the table, as far as their scopes are.
    inOrder.sort(Comparator.comparing(each -> each.reply().key().scope()));
    for (Replied each : inOrder) {
      if (each.pos() <= pos) {
        some.add(each.reply());
        chars += each.reply().answer().length();
        if (some.size() == FoldStep.Remember.MOST || chars > CHUNK_BYTES) {
          steps.add(new FoldStep.Remember(List.copyOf(some)));
          some.clear();
          chars = 0;
        }
      }
    }
    if (!some.isEmpty()) {
      steps.add(new FoldStep.Remember(some));
    }
  }

  private static void addChunks(ActorRef ref, List<StoredTurn> turns, List<FoldStep> steps) {
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < turns.size(); i++) {
      int length = turns.get(i).length();
      if (i > from && bytes + length > CHUNK_BYTES) {
        steps.add(new FoldStep.Append(ref, List.copyOf(turns.subList(from, i)), bytes));
        from = i;
        bytes = 0;
      }
      bytes += length;
    }
    if (from < turns.size()) {
      steps.add(new FoldStep.Append(ref, List.copyOf(turns.subList(from, turns.size())), bytes));
    }
  }

  private int turnsUpTo(long pos) {
    int low = 0;
    int high = turns.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (turns.get(middle).pos() <= pos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets what {@link #stepsUpTo} has brought into the tables. */
  void forgetUpTo(long pos) {
    turns.subList(0, turnsUpTo(pos)).clear();
    if (replies != null) {
      replies.values().removeIf(each -> each.pos() <= pos);
      replies = replies.isEmpty() ? null : replies;
    }
    if (letters != null) {
      letters.values().removeIf(delta -> delta.pos() <= pos);
      letters = letters.isEmpty() ? null : letters;
    }
    Map<String, InboxDelta> left = new TreeMap<>();
    inbox.forEach(
        (id, delta) -> {
          InboxDelta rest = delta.after(pos);
          if (rest != null) {
            left.put(id, rest);
          }
        });
    inbox.clear();
    inbox.putAll(left);
    if (later != null) {
      later.forgetUpTo(pos);
      later = later.isEmpty() ? null : later;
    }
  }
}
