package io.actjs.runtime.host;

import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ActorView;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassShape.Durability;
import io.actjs.model.ClassVersion;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.Position;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.TurnRules;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.model.tag.Tags;
import io.actjs.policy.Charge;
import io.actjs.runtime.activity.ActivityCounters;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.runtime.host.TurnOutput.Shown;
import io.actjs.runtime.inbox.Recurrence;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.mailbox.TurnCaller;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.version.KeptPin;
import io.actjs.runtime.version.VersionChoice;
import io.actjs.runtime.version.VersionGuard;
import io.actjs.runtime.viewing.ViewSteps;
import io.actjs.runtime.viewing.Viewers;
import io.actjs.runtime.worker.LoadedClasses;
import io.actjs.storage.audit.AuditAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of the actor that runs in it: the class version, the turn number, and when the
 * next snapshot is due. Turns what the kernel reports into records for the journal. Confined to the
 * worker.
 */
final class RunningActor {
  /** Of the first turn of an actor, and for subscribers before it is stored. */
  private static final long BIRTH_SEQ = 1;

  private static final Position NOWHERE = new Position(0, Position.UNMARKED);

  private final ActorHost host;
  private final HostServices services;
  private final StateRequests requests;
  private final Viewers viewers = new Viewers();

  private LoadedClasses.@Nullable LoadedClass loadedClass;
  private @Nullable VersionGuard guard;
  private ActivityCounters.@Nullable OfClass activity;

  /** What the message that brought the actor into memory was pinned to. */
  private @Nullable Manifest startPin;

  /** What the actor's own turns carry on from that message. */
  private Headers startHeaders = Headers.NONE;

  private TurnRules rules = TurnRules.DEFAULT;
  private ClassShape shape = new ClassShape(ClassKind.STATE, Durability.STRICT, List.of());
  private long epoch;
  private long seq;

  /** The actor as its turns so far leave it; null before the first. */
  private @Nullable ActorHead head;

  /** What the kernel was told last. */
  private int permittedKey = Frame.THROUGH_SERVER;

  private int permittedEpoch = Frame.THROUGH_SERVER;

  /** For whom an actor that does not exist yet was brought into memory. */
  private TurnCaller.@Nullable Sender madeFor;

  /** What is to be stored with the first turn of an actor that does not exist yet; else null. */
  private @Nullable Birth birth;

  /**
   * The last turn that showed subscribers something, and its mark; for a class that stores nothing,
   * numbers of its own.
   */
  private Position shown = NOWHERE;

  /** Whether its mark has been looked for in the journal. */
  private boolean placed;

  /** Of the journal since this host began, what is known to be dropped or is not looked at. */
  private volatile long trimmed;

  RunningActor(ActorHost host) {
    this.host = host;
    this.services = host.services;
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

  Headers startHeaders() {
    return startHeaders;
  }

  /** A stack trace of the class that runs with positions in the author's source. */
  String remap(String stack) {
    return Objects.requireNonNull(loadedClass).remap(stack);
  }

  /**
   * Whether the actor handles the message as the version that it is; false when it has to move
   * first, or to start again as another version: what runs in memory alone binds nobody.
   *
   * @throws io.actjs.model.ActjsException as {@link VersionChoice#of}
   */
  boolean serves(Delivery delivery, long nowMs) {
    if (services.adoptions().of(host.ref().className(), delivery.pin()) != null) {
      return true;
    }
    return Objects.requireNonNull(guard)
        .serves(lastingFor(delivery), delivery.pin(), delivery.isOwn(), nowMs);
  }

  /** The version that the actor is at once it has left memory for the message; null for none. */
  private @Nullable Version lastingFor(Delivery delivery) {
    if (isUnborn()) {
      // Without a pin, a message takes the version that runs.
      boolean isPinned = VersionChoice.pinned(host.ref().className(), delivery.pin()) != null;
      return isPinned && mayRemake(delivery) ? null : runningVersion();
    }
    ActorHead stored = head;
    return stored == null ? runningVersion() : stored.version();
  }

  /** The key of a turn's calls that may stay in the isolate. */
  int keyOf(Delivery delivery) {
    boolean deep = delivery.envelope().headers().hops() < Frame.MOST_LOCAL;
    return delivery.isStrict() || deep
        ? Frame.THROUGH_SERVER
        : host.worker.localCalls().key(delivery.pin());
  }

  /**
   * Lets actors of the isolate with the pin of this call, which the actor serves, call it without
   * the server, for as long as nothing changes.
   */
  void permitLocalCalls(Delivery call) {
    int key = keyOf(call);
    int permits = host.worker.localCalls().epoch();
    boolean isNew = key != permittedKey || permits != permittedEpoch;
    if (key != Frame.THROUGH_SERVER && isNew && mayBeCalled(call)) {
      permittedKey = key;
      permittedEpoch = permits;
      host.worker.frame().permit(host.number(), key, permits);
    }
  }

  private boolean mayBeCalled(Delivery call) {
    return !host.state().isReplaced()
        && !(isUnborn() && isAsked())
        && services.pauses().of(host.ref()) == null
        && services.adoptions().of(host.ref().className(), call.pin()) == null
        && Objects.requireNonNull(guard)
            .servesForGood(lastingFor(call), call.pin(), host.lastUsedMs())
        && KeptPin.missed(call.pin(), running()) == null;
  }

  void refuseLocalCalls() {
    if (permittedKey != Frame.THROUGH_SERVER && host.worker.hosts(host)) {
      permittedKey = Frame.THROUGH_SERVER;
      host.worker.frame().permit(host.number(), Frame.THROUGH_SERVER, Frame.THROUGH_SERVER);
    }
  }

  /** What the class that runs says about its turns. */
  TurnRules rules() {
    return rules;
  }

  /** The hooks for subscribers of the class that runs. */
  EvaluatedClass.Hooks hooks() {
    return Objects.requireNonNull(loadedClass).hooks;
  }

  /** Whether a request needs nobody's leave: no subscriber that the actor has yet to let in. */
  boolean lets(Delivery delivery) {
    return !(delivery.receiver() instanceof Attachment subscriber)
        || services.subscriptions().presences().lets(subscriber, hooks());
  }

  /** Whether the class, or the default in place of its policy, ever refuses anything. */
  boolean isAsked() {
    return Objects.requireNonNull(loadedClass).leave.isAsked();
  }

  /**
   * Whether the actor does not exist yet and was brought into memory for somebody else, who may
   * create it: the policy has to decide about this sender, and {@code onInit} has to run for it,
   * once more.
   */
  boolean isMadeForAnother(Delivery delivery) {
    return isUnborn()
        && isAsked()
        && mayRemake(delivery)
        && !TurnCaller.Sender.of(delivery).equals(madeFor);
  }

  /**
   * Whether an actor that does not exist yet may be made once more, for the message. A subscriber
   * beside others shares the actor that was made for them: were it remade for each, every remake
   * would send the others back to the start, without end.
   */
  private boolean mayRemake(Delivery delivery) {
    return switch (delivery.kind()) {
      case CALL, TELL, CREATE, ASK -> true;
      case WATCH, FOLLOW -> services.subscriptions().claimed(host.ref()) == 1;
      case QUERY, LIFECYCLE, HOOK, DELETE, MIGRATE, ROLLBACK, ERASE, WAKE -> false;
    };
  }

  boolean stores() {
    return shape.durability() != Durability.NONE;
  }

  /** Gives the kernel the stored actor, or a new one, and starts it as the version. */
  void activate(Loaded loaded, ClassVersion running, Delivery first) {
    head = loaded.head();
    LoadedClasses.LoadedClass inIsolate = host.worker.classes().get(running.ref());
    host.worker.classes().hold(inIsolate);
    loadedClass = inIsolate;
    guard = new VersionGuard(services.registry(), running);
    shape = inIsolate.shape;
    rules = inIsolate.rules;
    activity = services.counters().activity.of(host.ref().className(), shape.handlers());
    startPin = first.pin();
    startHeaders = first.envelope().headers().ofTell();
    madeFor = TurnCaller.Sender.of(first);
    epoch = loaded.epoch();
    seq = head == null ? 0 : head.seq();
    shown = stores() ? lastShown(loaded) : incarnation();
    placed = shown.isMarked() || head == null;
    trimmed = seq;
    boolean isNew = head == null || !stores();
    ActorSnapshot snapshot = isNew ? null : loaded.snapshot();
    var frame = host.worker.frame();
    frame.activate(
        host.number(),
        inIsolate.key,
        host.ref().id(),
        snapshot == null ? 0 : snapshot.seq(),
        snapshot == null ? null : snapshot.state());
    tellTags(first.envelope());
    requests.began(snapshot == null ? 0 : snapshot.state().length());
    if (!isNew) {
      for (TurnRecord turn : loaded.turns()) {
        String change = Loaded.replayable(turn);
        requests.grew(change.length());
        frame.replay(host.number(), turn.seq(), change);
      }
    }
    Turn start =
        host.begin(
            Delivery.of(
                Envelope.lifecycle(host.ref(), "onActivate", startHeaders),
                startPin,
                Receiver.NOBODY));
    Envelope cause = first.envelope();
    String initArgs = cause.kind() == Envelope.Kind.CREATE ? cause.payload() : null;
    Frame.Caller caller = isNew ? TurnCaller.ofStart(first) : Frame.Caller.NOBODY;
    frame.start(host.number(), start.id(), isNew, initArgs, caller, start.startedAt());
    if (inIsolate.leave.hasView()) {
      // What those see who have subscribed already, this isolate does not know.
      services.subscriptions().of(host.ref()).forEach(Attachment::resync);
    }
  }

  /** Those who see a part of the state. */
  Viewers viewers() {
    return viewers;
  }

  /** The tags that the actor has; of a new one, those of the request that it exists for. */
  private void tellTags(Envelope cause) {
    ActorHead stored = head;
    if (stored != null) {
      if (!stored.tags().isEmpty()) {
        host.worker.frame().tags(host.number(), stored.tags(), false);
      }
    } else if (cause.kind() == Envelope.Kind.CREATE && !cause.name().isEmpty()) {
      host.worker.frame().tags(host.number(), Tags.read(cause.name()), true);
    }
  }

  private Position incarnation() {
    return ofLife(services.subscriptions().incarnation(services.clock().steadyMs()));
  }

  /** Where an actor is of which nothing is stored: such numbers are never used twice. */
  private Position ofLife(long number) {
    return Position.of(number, epoch, 0);
  }

  /** Turns that change nothing are not shown, so that they make no hole. */
  private static Position lastShown(Loaded loaded) {
    for (TurnRecord turn : loaded.turns().reversed()) {
      if (turn.seq() == BIRTH_SEQ || !Loaded.replayable(turn).equals("[]")) {
        return Position.of(turn);
      }
    }
    ActorSnapshot base = loaded.snapshot();
    return base == null ? NOWHERE : new Position(base.seq(), Position.UNMARKED);
  }

  /** Whether the mark of {@link #position} is known, or cannot be. */
  boolean isPlaced() {
    return placed;
  }

  /**
   * What the journal has of a turn that was shown.
   *
   * @param found null when it has nothing
   */
  void placed(long turn, @Nullable Position found) {
    if (shown.seq() == turn) {
      placed = true;
      shown = found == null ? shown : found;
    }
  }

  /** The last turn that showed subscribers something. */
  Position position() {
    return shown;
  }

  /** Where the actor is. */
  Answer.Place place() {
    if (hasView()) {
      // The journal tells more than everybody may see.
      return new Answer.Place(NOWHERE, runningVersion(), shape.kind(), false);
    }
    return new Answer.Place(shown, runningVersion(), shape.kind(), stores() && !isUnborn());
  }

  private void show(Position now) {
    shown = now;
    placed = true;
  }

  /** The actor has left the isolate. */
  void departed() {
    if (!stores()) {
      services.subscriptions().left(shown.seq());
      host.outputs.lost();
    }
  }

  /** Journals a stored actor's state at a later version, and starts the actor with it. */
  void move(Loaded loaded, ActorHead from, ClassVersion to, ReplacedOutput.NewState now) {
    Delivery first = host.pending.first();
    Principal asked = first.envelope().headers().principal();
    String principal = ActorAudit.nameOf(first.kind() == Envelope.Kind.MIGRATE ? asked : null);
    ReplacedOutput replaced =
        ReplacedOutput.of(
            host,
            from,
            loaded.epoch(),
            now,
            new ReplacedOutput.Cause(AuditAction.ACTOR_MIGRATED, principal, Receiver.NOBODY));
    host.outputs.send(replaced);
    activate(loaded.replaced(replaced.head(), now.text()), to, first);
    requests.grew(now.text().length());
  }

  /** Whether the actor runs and does not exist yet: no turn of it is stored or on its way there. */
  boolean isUnborn() {
    return birth != null;
  }

  /** The actor exists from now on, whatever it does. */
  void beBorn() {
    beBorn(null);
  }

  /**
   * The same.
   *
   * @param create the request that it exists for, or null
   */
  void beBorn(@Nullable Delivery create) {
    Birth first = birth;
    if (first != null) {
      birth = null;
      TurnRecord record =
          record(first.turn(), first.change(), first.sent())
              .answering(create == null ? null : reply(create, null));
      // Who watches has seen it when the hooks had run.
      Charge charge = host.worker.claim(first.change().length() + first.sent().chars());
      Answer none = new Answer.Result(null, running());
      send(first.turn(), record, none, new Shown.Nothing(), List.of(), charge);
    }
  }

  /** A turn ended well: what it did waits for the journal, and what it sends waits for that. */
  void turnDone(Turn turn, Outcome.TurnDone done) {
    services.counters().turns.increment();
    Delivery delivery = turn.delivery();
    if (!turn.isLifecycle()) {
      activity().ok(delivery.envelope());
      counts(delivery.kind(), true);
    }
    TurnEffects sent = TurnEffects.of(host.ref(), done, turn, services.messages());
    sent.cancelled().forEach(host.pending.inbox::cancel);
    String change = done.change();
    boolean changed = !change.equals("[]");
    TurnRecord record = null;
    Shown told = new Shown.Nothing();
    if (turn.isLifecycle() && stores() && seq == 0) {
      // The last hook of an actor that has not come into being is as if it had not run.
      if (!host.state().isLeaving()) {
        birth = new Birth(turn, change, sent);
        show(Position.of(BIRTH_SEQ, epoch, turn.startedAt()));
        told = new Shown.Anew();
      }
    } else {
      if ((stores() && changed) || !sent.isEmpty() || delivery.stored() != null) {
        beBorn();
        record = record(turn, change, sent);
      }
      if (changed) {
        long before = shown.seq();
        show(stores() ? Position.of(seq, epoch, turn.startedAt()) : ofLife(before + 1));
        told = shownTo(turn, before, change);
      }
    }
    KeyedReply reply =
        delivery.kind() == Envelope.Kind.CALL ? reply(delivery, done.result()) : null;
    int answered = chars(done.result()) + (reply == null ? 0 : reply.answer().length());
    List<Emitted> emits = Emitted.of(done.emits());
    int leaving = told.chars() + change.length() + sent.chars() + TurnOutput.chars(emits);
    Charge charge = host.worker.claim(answered + leaving);
    Answer answer = new Answer.Result(done.result(), running(), charge, told());
    if (shape.durability() == Durability.RELAXED && delivery.kind() == Envelope.Kind.CALL) {
      host.worker.emit(new TurnOutput.Early(delivery, answer));
    }
    send(turn, entry(record, reply), answer, told, emits, charge);
    if (turn.isLifecycle()) {
      HostEffects.hookDone(host);
    } else if (requests.snapshotDue()) {
      requests.askSnapshot();
    }
  }

  /** What is stored of a turn: nothing, when it left nothing. */
  private @Nullable JournalEntry entry(@Nullable TurnRecord record, @Nullable KeyedReply reply) {
    if (record != null) {
      return record.answering(reply);
    }
    return reply == null ? null : new Remembered(reply, epoch);
  }

  /** The last turn that all subscribers were shown; not when each is shown what it may see. */
  private long told() {
    return hasView() ? Answer.Result.UNTOLD : shown.seq();
  }

  /** What subscribers see of a turn that has changed the state. */
  private Shown shownTo(Turn turn, long before, String change) {
    if (!hasView()) {
      return new Shown.Change(
          new Step(shape.kind(), before, shown, change, turn.delivery().mutationId()));
    }
    ViewSteps steps =
        viewers.steps(
            turn.id(),
            turn.delivery().mutationId(),
            shown,
            services.subscriptions().of(host.ref()),
            viewer -> host.worker.frame().forgetViewer(host.number(), viewer));
    return steps.isEmpty() ? new Shown.Nothing() : new Shown.Views(steps);
  }

  /** Whether not everybody sees the whole state. */
  private boolean hasView() {
    return Objects.requireNonNull(loadedClass).leave.hasView();
  }

  /** Counts what was decided about a turn. */
  void counts(Envelope.Kind kind, boolean allowed) {
    if (kind != Envelope.Kind.HOOK && isAsked()) {
      activity().decided(allowed);
    }
  }

  private @Nullable KeyedReply reply(Delivery request, @Nullable String result) {
    return host.reply(request, () -> StoredAnswer.result(result, runningVersion(), told()));
  }

  private static int chars(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private void send(
      Turn turn,
      @Nullable JournalEntry record,
      Answer answer,
      Shown told,
      List<Emitted> emits,
      Charge charge) {
    host.outputs.sendAfterTurns(
        new TurnOutput(host, record, turn.delivery(), answer, told, emits, charge));
  }

  private TurnRecord record(Turn turn, String change, TurnEffects sent) {
    seq++;
    if (shape.kind() == ClassKind.EVENTS) {
      activity().appendedEvents();
    }
    requests.grew(change.length());
    String kept = stores() ? change : "[]";
    InboxMessage consumed = turn.delivery().stored();
    return stored(
        new TurnRecord(
            host.ref(),
            seq,
            epoch,
            runningVersion(),
            turn.startedAt(),
            shape.kind() == ClassKind.EVENTS ? new Change.Events(kept) : new Change.Patch(kept),
            sent.outbox(),
            consumed == null ? sent.reminders() : reminders(sent.reminders(), consumed),
            consumed == null ? null : consumed.id(),
            sent.tags(),
            null));
  }

  private TurnRecord stored(TurnRecord turn) {
    head = ActorHead.after(head, turn);
    return turn;
  }

  /**
   * What the turn did to reminders; a repeating one that it handled goes on, if it did not end it.
   */
  private List<ReminderChange> reminders(List<ReminderChange> changes, InboxMessage handled) {
    InboxMessage next = Recurrence.next(handled, services.clock().nowMs());
    if (next == null || changes.stream().anyMatch(change -> change.id().equals(next.id()))) {
      return changes;
    }
    List<ReminderChange> all = new ArrayList<>(changes);
    all.add(new ReminderChange.Scheduled(next));
    return all;
  }

  private ClassRef running() {
    return Objects.requireNonNull(version(), "no version runs yet");
  }

  private Version runningVersion() {
    return running().version();
  }

  /** The members of an error, with the one that names the version whose code failed. */
  Map<String, String> ranAs(Map<String, String> members) {
    Map<String, String> all = new LinkedHashMap<>(members);
    all.put("version", '"' + runningVersion().toString() + '"');
    return all;
  }

  /**
   * Counts a request that an older version than its pinned one serves.
   *
   * @throws ActjsException {@code ManifestAhead} when the request does not want that
   */
  void minds(Delivery delivery) {
    Version missed = delivery.isOwn() ? null : KeptPin.missed(delivery.pin(), running());
    if (missed != null) {
      if (delivery.isStrict()) {
        throw KeptPin.ahead(running(), missed);
      }
      services.counters().missedPins.count(running(), missed);
    }
  }

  /** The record that deletes the actor. */
  TurnRecord tombstone(long at) {
    seq++;
    show(stores() ? Position.of(seq, epoch, at) : ofLife(shown.seq() + 1));
    return TurnRecord.of(host.ref(), seq, epoch, runningVersion(), at, new Change.Tombstone());
  }

  /** The tombstone of an actor that was not started: nothing of it ever ran here. */
  TurnRecord tombstone(ActorHead stored, long ownEpoch, long at) {
    seq = stored.seq() + 1;
    show(Position.of(seq, ownEpoch, at));
    return TurnRecord.of(host.ref(), seq, ownEpoch, stored.version(), at, new Change.Tombstone());
  }

  /** The actor as it will be stored when its turns are. */
  ActorHead head() {
    return Objects.requireNonNull(head, "it exists");
  }

  // From the storage threads, once there are snapshots.

  long trimmed() {
    return trimmed;
  }

  void trimmed(long upTo) {
    trimmed = upTo;
  }

  StateRequests requests() {
    return requests;
  }

  ActorView view(String json) {
    return new ActorView(host.ref(), runningVersion(), shown.seq(), json);
  }

  long shownSeq() {
    return shown.seq();
  }

  /**
   * What the first hooks of a new actor did: its first turn. It is stored right before the first
   * turn after it that leaves something to store, so that a refused call or a look leaves no actor
   * behind.
   *
   * @param change a JSON array, patch or events
   */
  private record Birth(Turn turn, String change, TurnEffects sent) {}
}
