package io.actjs.storage.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.TurnRecord;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import io.actjs.storage.audit.AuditCheck;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.AuditFault;
import io.actjs.storage.audit.ChainedEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes all that a store holds, in the order of {@link StoreContents#read}, and keeps what is wrong
 * with it: turns of an actor follow each other without a gap from the first, or from a snapshot, to
 * the actor's head; states, changes and messages are JSON; sources are what their hash says; a
 * deleted actor has neither messages nor reminders; and the audit is a chain without a break.
 */
public final class StoreCheck implements Consumer<StoredItem>, StoreContents.Remarks {
  /** Of more damages than this only the number is kept. */
  static final int KEPT = 1_000;

  private static final JsonFactory JSON = new JsonFactory();

  private final List<Damage> damages = new ArrayList<>();
  private long damageCount;
  private long classes;
  private long actors;
  private long turns;
  private long withoutSum;

  /** Turns that are not in the tables yet: by actor, the first and the last. */
  private final Map<ActorRef, Range> unfolded = new HashMap<>();

  private @Nullable ActorCheck actor;
  private @Nullable AuditCheck audit;

  private record Range(long first, long last) {}

  /** What is known of the actor whose items come. */
  private static final class ActorCheck {
    private final ActorRef ref;
    private final @Nullable ActorHead head;
    private long snapshotSeq;
    private long firstSeq;
    private @Nullable TurnRecord last;

    /** The last turn that changed the tags. */
    private @Nullable TurnRecord tagging;

    ActorCheck(ActorRef ref, @Nullable ActorHead head) {
      this.ref = ref;
      this.head = head;
    }

    long lastSeq() {
      return last == null ? 0 : last.seq();
    }

    long headSeq() {
      return head == null ? 0 : head.seq();
    }

    boolean isClosed() {
      return head != null && head.phase() == Phase.TOMBSTONED;
    }
  }

  /**
   * What was found.
   *
   * @param withoutSum rows that have no checksum, because an earlier version wrote them
   * @param damages the first of them
   * @param damageCount all of them
   */
  public record Report(
      long classes,
      long actors,
      long turns,
      long withoutSum,
      List<Damage> damages,
      long damageCount) {}

  /** A turn that comes after those in the tables; all of them are told before the items are. */
  public void unfolded(TurnRecord turn) {
    String where = turn.ref().toString();
    requireJson(where, turn);
    turns++;
    Range before = unfolded.get(turn.ref());
    if (before != null && turn.seq() != before.last() + 1) {
      damaged(where, "turn " + turn.seq() + " follows turn " + before.last());
    }
    unfolded.put(turn.ref(), new Range(before == null ? turn.seq() : before.first(), turn.seq()));
  }

  /** Something is damaged. */
  public void damaged(String where, String what) {
    damageCount++;
    if (damages.size() < KEPT) {
      damages.add(new Damage(where, what));
    }
  }

  @Override
  public void unreadable(String where, String why) {
    damaged(where, why);
  }

  @Override
  public void withoutSum() {
    withoutSum++;
  }

  @Override
  public void accept(StoredItem item) {
    switch (item) {
      case StoredItem.Release(PublishedClass published) -> release(published);
      case StoredItem.AuditKept(AuditEnds ends) -> audit = new AuditCheck(ends, null);
      case StoredItem.Chained(ChainedEntry entry) -> audit(entry);
      case StoredItem.OfRegistry readable -> {}
      case StoredItem.Paused readable -> {}
      case StoredItem.OfAccess readable -> {}
      case StoredItem.Actor found -> {
        endActor();
        actor = new ActorCheck(found.ref(), found.head());
        actors++;
      }
      case StoredItem.Snapshot(ActorSnapshot snapshot) -> snapshot(snapshot);
      case StoredItem.Retained(ActorSnapshot snapshot, long until) ->
          requireJson(snapshot.ref(), "the retained state", snapshot.state());
      case StoredItem.Turn(TurnRecord turn) -> turn(turn);
      case StoredItem.Pending pending -> {
        requireOpen(pending, "a message waits for an actor that is deleted");
        requireJson(pending.ref(), "a waiting message", pending.message().payload());
      }
      case StoredItem.Later later -> {
        requireOpen(later, "a reminder is set for an actor that is deleted");
        requireJson(later.ref(), "a message that is due later", later.message().payload());
      }
      case StoredItem.Replied replied ->
          requireJson(replied.ref(), "the reply to a request", replied.reply().answer());
      case StoredItem.Dead dead ->
          requireJson(dead.ref(), "a dead letter", dead.letter().message().payload());
    }
  }

  private void release(PublishedClass published) {
    classes++;
    if (!Sha256.of(published.source()).equals(published.version().sha256())) {
      damaged(published.ref().toString(), "the source is not the one that was published");
    }
  }

  private void audit(ChainedEntry entry) {
    if (audit == null) {
      audit = new AuditCheck(AuditEnds.EMPTY, null);
    }
    var unused = audit.accept(entry);
  }

  private void endAudit() {
    AuditFault fault = audit == null ? null : audit.report().fault();
    if (fault != null) {
      damaged("audit", fault.text());
    }
  }

  private ActorCheck of(StoredItem.OfActor item) {
    ActorCheck current = actor;
    if (current == null || !current.ref.equals(item.ref())) {
      throw new IllegalStateException(item.ref() + " does not begin with its head");
    }
    return current;
  }

  private void requireOpen(StoredItem.OfActor item, String what) {
    if (of(item).isClosed()) {
      damaged(item.ref().toString(), what);
    }
  }

  private void snapshot(ActorSnapshot snapshot) {
    ActorCheck current = of(new StoredItem.Snapshot(snapshot));
    current.snapshotSeq = snapshot.seq();
    requireJson(snapshot.ref(), "the snapshot", snapshot.state());
    Range behind = unfolded.get(snapshot.ref());
    long last = Math.max(current.headSeq(), behind == null ? 0 : behind.last());
    if (snapshot.seq() > last) {
      damaged(
          snapshot.ref().toString(),
          "the snapshot is of turn " + snapshot.seq() + ", but the last turn is " + last);
    }
  }

  private void turn(TurnRecord turn) {
    ActorCheck current = of(new StoredItem.Turn(turn));
    turns++;
    String where = turn.ref().toString();
    requireJson(where, turn);
    if (current.firstSeq == 0) {
      current.firstSeq = turn.seq();
    } else if (turn.seq() != current.lastSeq() + 1) {
      damaged(where, "turn " + turn.seq() + " follows turn " + current.lastSeq());
    }
    current.last = turn;
    current.tagging = turn.tags() == null ? current.tagging : turn;
  }

  private void endActor() {
    ActorCheck ended = actor;
    actor = null;
    if (ended == null) {
      return;
    }
    String where = ended.ref.toString();
    long head = ended.headSeq();
    if (ended.firstSeq > ended.snapshotSeq + 1 && !ended.isClosed()) {
      damaged(
          where,
          "the turns before turn "
              + ended.firstSeq
              + " are gone, and "
              + (ended.snapshotSeq == 0
                  ? "there is no snapshot"
                  : "the snapshot is of turn " + ended.snapshotSeq));
    }
    TurnRecord last = ended.last;
    if (last != null && last.seq() != head) {
      damaged(where, "the last turn is " + last.seq() + ", but the head says " + head);
    } else if (last != null && ended.head != null) {
      requireSame(where, ended.head, last);
      requireSameTags(where, ended.head, ended.tagging);
    } else if (last == null && head > ended.snapshotSeq && !ended.isClosed()) {
      damaged(where, "the head says turn " + head + ", but the turns are gone");
    }
    requireNoGap(where, head, unfolded.remove(ended.ref));
  }

  private void requireSame(String where, ActorHead head, TurnRecord last) {
    boolean tombstone = last.change() instanceof Change.Tombstone;
    if (!head.version().equals(last.version())
        || head.epoch() != last.epoch()
        || (head.phase() == Phase.TOMBSTONED) != tombstone) {
      damaged(where, "the head contradicts the last turn, " + last.seq());
    }
  }

  private void requireSameTags(String where, ActorHead head, @Nullable TurnRecord tagging) {
    if (tagging != null && head.phase() == Phase.LIVE && !head.tags().equals(tagging.tags())) {
      damaged(where, "the tags are not those of turn " + tagging.seq());
    }
  }

  private void requireNoGap(String where, long head, @Nullable Range behind) {
    if (behind != null && behind.first() > head + 1) {
      damaged(where, "turn " + behind.first() + " follows turn " + head);
    }
  }

  private void requireJson(ActorRef ref, String what, String text) {
    requireJson(ref.toString(), what, text);
  }

  private void requireJson(String where, TurnRecord turn) {
    String what = "turn " + turn.seq();
    switch (turn.change()) {
      case Change.Patch patch -> requireJson(where, what, patch.json());
      case Change.Events events -> requireJson(where, what, events.json());
      case Change.Replaced replaced -> requireJson(where, what, replaced.state());
      case Change.Tombstone tombstone -> {}
    }
    turn.outbox().forEach(message -> requireJson(where, "a message of " + what, message.payload()));
  }

  private void requireJson(String where, String what, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      boolean any = parser.nextToken() != null;
      parser.skipChildren();
      if (!any || parser.nextToken() != null) {
        damaged(where, what + " is not one JSON value");
      }
    } catch (IOException e) {
      damaged(where, what + " is not JSON");
    }
  }

  /** After the last item. */
  public Report report() {
    endActor();
    endAudit();
    Map.copyOf(unfolded)
        .forEach(
            (ref, range) -> {
              actors++;
              requireNoGap(ref.toString(), 0, range);
            });
    unfolded.clear();
    return new Report(classes, actors, turns, withoutSum, List.copyOf(damages), damageCount);
  }
}
