package io.actjs.runtime;

import io.actjs.engine.Outcome;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassShape.Durability;
import io.actjs.model.ClassVersion;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of its actor's state: the class version that runs, the turn number, and when
 * the next snapshot is due. Turns what the kernel reports into records for the journal. Confined to
 * the worker.
 */
final class HostState {
  private final ActorHost host;
  private final HostServices services;
  private final RuntimeContext context;
  private final StateRequests requests;

  private LoadedClasses.@Nullable LoadedClass loadedClass;
  private @Nullable VersionGuard guard;
  private ActivityCounters.@Nullable OfClass activity;

  /** What the message that brought the actor into memory was pinned to. */
  private @Nullable Manifest startPin;

  private ClassShape shape = new ClassShape(ClassKind.STATE, Durability.STRICT, List.of());
  private long epoch;
  private long seq;

  /** What subscribers see; differs from {@code seq} only for a class that stores nothing. */
  private long shownSeq;

  HostState(ActorHost host) {
    this.host = host;
    this.services = host.services;
    this.context = host.services.context();
    this.requests = new StateRequests(host, this);
  }

  /** The class that runs, once it is chosen. */
  LoadedClasses.@Nullable LoadedClass loadedClass() {
    return loadedClass;
  }

  /** The class version that runs, once it is chosen. */
  @Nullable ClassRef version() {
    return loadedClass == null ? null : loadedClass.ref;
  }

  /** What the actor's class counts, once it is chosen. */
  ActivityCounters.OfClass activity() {
    return Objects.requireNonNull(activity);
  }

  /** The fencing token that the actor was started with. */
  long epoch() {
    return epoch;
  }

  @Nullable Manifest startPin() {
    return startPin;
  }

  /**
   * Whether the actor handles the message as the version that it is; false when it has to move
   * first.
   *
   * @throws io.actjs.model.ActjsException as {@link VersionChoice#of}
   */
  boolean serves(Message message, long nowMs) {
    if (context.adopted(host.ref.className(), message.pin()) != null) {
      return true;
    }
    return Objects.requireNonNull(guard).serves(message.pin(), message.isOwn(), nowMs);
  }

  boolean stores() {
    return shape.durability() != Durability.NONE;
  }

  /** Gives the kernel the stored actor, or a new one, and starts it as the version. */
  void activate(Loaded loaded, ClassVersion running, Message first) {
    ActorHead head = loaded.head();
    LoadedClasses.LoadedClass inIsolate = host.worker.classes().get(running.ref());
    host.worker.classes().hold(inIsolate);
    loadedClass = inIsolate;
    guard = new VersionGuard(context.registry, running);
    shape = inIsolate.shape;
    activity = context.activity.of(host.ref.className(), shape.handlers());
    startPin = first.pin();
    epoch = loaded.epoch();
    seq = head == null ? 0 : head.seq();
    shownSeq = seq;
    host.trimmed(seq);
    boolean isNew = head == null || !stores();
    ActorSnapshot snapshot = isNew ? null : loaded.snapshot();
    var frame = host.worker.frame();
    frame.activate(
        host.number,
        inIsolate.key,
        host.ref.id(),
        snapshot == null ? 0 : snapshot.seq(),
        snapshot == null ? null : snapshot.state());
    requests.began(snapshot == null ? 0 : snapshot.state().length());
    if (!isNew) {
      for (TurnRecord turn : loaded.turns()) {
        String change = Loaded.replayable(turn);
        requests.grew(change.length());
        frame.replay(host.number, turn.seq(), change);
      }
    }
    ActorHost.Turn start = host.begin(null);
    String initArgs = first instanceof Message.Query query ? query.initArgs : null;
    frame.start(host.number, start.id(), isNew, initArgs, start.startedAt());
  }

  /** Journals a stored actor's state at a later version, and starts the actor with it. */
  void move(Loaded loaded, ActorHead head, ClassVersion to, String state) {
    Message first = host.pending.first();
    String principal = first instanceof Message.Migrate asked ? asked.principal() : "system";
    ReplacedOutput replaced =
        ReplacedOutput.of(
            host,
            head,
            loaded.epoch(),
            to.ref().version(),
            state,
            new ReplacedOutput.Origin("actor.migrated", principal, null));
    host.output(replaced);
    activate(loaded.replaced(replaced.head(), state), to, first);
    requests.grew(state.length());
  }

  /** A turn ended well: what it did waits for the journal, and what it sends waits for that. */
  void turnDone(ActorHost.Turn turn, Outcome.TurnDone done) {
    context.turns.increment();
    Message message = turn.message();
    if (message != null) {
      activity().ok(message);
    }
    boolean starting = host.phase() == ActorHost.Phase.STARTING;
    boolean created = starting && seq == 0 && stores();
    Manifest pin = host.pinOf(turn);
    List<InboxMessage> outbox = TurnEffects.outbox(host.ref, done.outbox(), turn.startedAt(), pin);
    List<ReminderChange> reminders =
        TurnEffects.reminders(host.ref, done.reminders(), turn.startedAt(), pin);
    @Nullable String consumed = message instanceof Message.Told told ? told.message.id() : null;
    boolean changed = !done.change().equals("[]");
    boolean sends = !outbox.isEmpty() || !reminders.isEmpty();
    boolean records = created || (changed && stores()) || sends || consumed != null;
    TurnRecord record = records ? record(done.change(), turn, outbox, reminders, consumed) : null;
    if (changed) {
      shownSeq = stores() ? seq : shownSeq + 1;
    }
    boolean relaxed = shape.durability() == Durability.RELAXED;
    TurnOutput output =
        new TurnOutput(
            host,
            services,
            record,
            message,
            done.result(),
            shape.kind(),
            shownSeq,
            done.change(),
            outbox,
            pin);
    if (relaxed && message instanceof Message.Call call) {
      host.worker.emit(new EarlyReply(call, done.result()));
    }
    if (record != null) {
      output.journaled = true;
      requests.grew(done.change().length());
      host.output(output);
    } else {
      host.outputAfterTurns(output);
    }
    if (message == null) {
      host.exit().lifecycleTurnDone();
    } else if (requests.snapshotDue()) {
      requests.askSnapshot();
    }
  }

  private TurnRecord record(
      String change,
      ActorHost.Turn turn,
      List<InboxMessage> outbox,
      List<ReminderChange> reminders,
      @Nullable String consumed) {
    seq++;
    if (shape.kind() == ClassKind.EVENTS) {
      activity().appendedEvents();
    }
    String stored = stores() ? change : "[]";
    return new TurnRecord(
        host.ref,
        seq,
        epoch,
        runningVersion(),
        turn.startedAt(),
        shape.kind() == ClassKind.EVENTS ? new Change.Events(stored) : new Change.Patch(stored),
        outbox,
        reminders,
        consumed);
  }

  private Version runningVersion() {
    return Objects.requireNonNull(version(), "no version runs yet").version();
  }

  /** The record that deletes the actor. */
  TurnRecord tombstone(long at) {
    seq++;
    shownSeq++;
    return TurnRecord.of(host.ref, seq, epoch, runningVersion(), at, new Change.Tombstone());
  }

  /** The tombstone of an actor that was not started: nothing of it ever ran here. */
  TurnRecord tombstone(ActorHead head, long ownEpoch, long at) {
    seq = head.seq() + 1;
    shownSeq = seq;
    return TurnRecord.of(host.ref, seq, ownEpoch, head.version(), at, new Change.Tombstone());
  }

  /** The actor as it will be stored when its turns are. */
  ActorHead head() {
    return new ActorHead(host.ref, runningVersion(), seq, epoch, ActorHead.Phase.LIVE);
  }

  StateRequests requests() {
    return requests;
  }

  ActorView view(String json) {
    return new ActorView(host.ref, runningVersion(), shownSeq, json);
  }

  long shownSeq() {
    return shownSeq;
  }
}
