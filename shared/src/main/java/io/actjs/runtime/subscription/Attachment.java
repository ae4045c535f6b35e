package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.Envelope;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.version.KeptPin;
import io.actjs.runtime.version.VersionChoice;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of one actor. Every method except {@link #close} and {@link #resync} runs on the
 * output thread, so the subscriber sees everything in order: a snapshot, then exactly the changes
 * after it.
 *
 * <p>One that has seen a part of the actor's past joins the audience first. Then the journal is
 * read from there on, and changes that come meanwhile wait as {@link WaitingSteps}: what it missed,
 * what waited and the live changes follow each other without a gap, and turn numbers tell what is
 * in two of them. Whatever stands in the way of that ends in a snapshot.
 */
public final class Attachment implements Subscription, Receiver {
  private final ActorRef ref;
  private final Interest interest;
  private final Subscriber subscriber;
  private final Subscriptions subscriptions;
  private final Directory directory;
  private final Past past;
  private final CompletableFuture<Subscription> attached = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether the subscriber has a state to which the next change applies. */
  private volatile boolean current;

  /** Whether a snapshot has been asked for and has not come yet. */
  private final AtomicBoolean resyncWanted = new AtomicBoolean();

  /** What came while the past is read; null when it is not, or is of no use any more. */
  private volatile @Nullable WaitingSteps meanwhile;

  /** The last turn that was read; its output may come later than what was read. */
  private long readUpTo;

  private volatile boolean resumed;
  private boolean listed;

  /** Whether the actor is known to let it in, if it is asked at all. */
  private volatile boolean letIn;

  /** Who it is among those who see a part of the state; null when it sees all of it. */
  private volatile @Nullable String viewer;

  /** Of the class, as the last snapshot had it. */
  private volatile @Nullable Version version;

  public Attachment(
      Interest interest,
      Subscriber subscriber,
      Subscriptions subscriptions,
      Directory directory,
      Past past) {
    this.ref = interest.ref();
    this.interest = interest;
    this.subscriber = subscriber;
    this.subscriptions = subscriptions;
    this.directory = directory;
    this.past = past;
  }

  /** Asks the actor for the first snapshot, or where it is. */
  public CompletableFuture<Subscription> open() {
    subscriptions.claim(ref);
    try {
      subscriptions.presences().enter(this);
    } catch (ActjsException e) {
      subscriptions.release(ref, null);
      throw e;
    }
    var unused =
        attached.whenComplete(
            (subscription, failure) -> {
              if (failure != null) {
                close();
              }
            });
    if (interest.from() == null) {
      requestState();
    } else {
      ask(Envelope.follow(ref, interest.headers()));
    }
    return attached;
  }

  ActorRef ref() {
    return ref;
  }

  Interest interest() {
    return interest;
  }

  boolean isIn() {
    return letIn;
  }

  void letIn() {
    letIn = true;
  }

  @Override
  public void answered(Answer answer) {
    if (answer instanceof Answer.Place place) {
      place(place);
    } else {
      Answer.State state = (Answer.State) answer;
      viewer = state.viewer();
      state(state.view(), state.at());
    }
  }

  private void state(ActorView view, Position at) {
    version = view.version();
    if (closed.get()) {
      attached.complete(this);
      return;
    }
    join();
    resyncWanted.set(false);
    current = true;
    subscriber.snapshot(at, view.state());
    begin();
  }

  /** It has begun, if it had not. */
  private void begin() {
    if (attached.complete(this) && interest.self().watches()) {
      subscriptions.presences().watch(this);
    }
  }

  private void join() {
    if (!listed) {
      listed = true;
      subscriptions.attach(ref, this);
      if (closed.get()) {
        // It was closed on another thread before it was listed, so close() could not unlist it.
        subscriptions.detach(ref, this);
      }
    }
  }

  private void place(Answer.Place place) {
    version = place.version();
    if (closed.get()) {
      attached.complete(this);
      return;
    }
    join();
    Position from = Objects.requireNonNull(interest.from());
    if (from.isMarked() && from.equals(place.at())) {
      resume();
    } else if (mayBeCaughtUp(from, place)) {
      meanwhile = past.waitingSteps();
      past.since(ref, from, place, this::caughtUp);
    } else {
      requestSnapshot();
    }
  }

  /**
   * A position without its mark says too little for a patch: applied to another state, it makes a
   * wrong one. Events are given from that number on, as the original does.
   */
  private static boolean mayBeCaughtUp(Position from, Answer.Place place) {
    return place.journaled()
        && (from.isMarked()
            ? from.seq() <= place.at().seq()
            : place.kind() == ClassKind.EVENTS && from.seq() < place.at().seq());
  }

  private void caughtUp(Past.@Nullable Missed missed) {
    WaitingSteps waiting = meanwhile;
    meanwhile = null;
    if (closed.get()) {
      attached.complete(this);
    } else if (waiting != null && missed == null) {
      requestSnapshot();
    } else if (waiting != null) {
      if (missed.step() != null) {
        subscriber.change(missed.step());
      }
      readUpTo = missed.upTo();
      waiting.after(readUpTo, subscriber::change);
      resume();
    }
    if (waiting != null) {
      waiting.close();
    }
  }

  private void resume() {
    resumed = true;
    current = true;
    begin();
  }

  @Override
  public void failed(ActjsException reason) {
    if (attached.completeExceptionally(reason)) {
      return;
    }
    if (reason.code() == ProblemCode.ManifestRegression
        || reason.code() == ProblemCode.ManifestAhead
        || reason.code() == ProblemCode.PolicyDenied
        || reason.code() == ProblemCode.Gone) {
      // Nothing follows: who missed the deletion itself is told by this.
      end(reason);
      return;
    }
    // A snapshot for a subscriber that fell behind did not come; the next change asks again.
    resyncWanted.set(false);
    if (reason.code().retryable() && !closed.get()) {
      subscriber.missedSnapshot(reason);
    }
  }

  @Override
  public boolean abandoned() {
    return closed.get();
  }

  private void end(ActjsException reason) {
    if (!closed.get()) {
      subscriber.ended(reason);
      leave(reason.code() == ProblemCode.Gone ? Leaving.GONE : Leaving.SAID);
      attached.complete(this);
    }
  }

  public void change(Step step) {
    if (closed.get()) {
      return;
    }
    WaitingSteps waiting = meanwhile;
    if (current) {
      if (step.at().seq() > readUpTo) {
        subscriber.change(step);
      }
    } else if (waiting == null) {
      requestSnapshot();
    } else if (!waiting.add(step)) {
      forgetPast();
      requestSnapshot();
    }
  }

  /** Who it is among those who see a part of the state; null when it sees all of it, or nothing. */
  public @Nullable String viewer() {
    return viewer;
  }

  /**
   * A turn of an actor that shows each viewer a part.
   *
   * @param steps by viewer
   * @param failed viewers that have to ask again
   */
  public void viewed(Map<String, Step> steps, Set<String> failed) {
    if (closed.get()) {
      return;
    }
    String self = viewer;
    if (self == null || failed.contains(self)) {
      // What it sees of the turn is not known.
      resync();
    } else {
      Step step = steps.get(self);
      if (step != null) {
        change(step);
      }
    }
  }

  /** Gives it a message, and tells whether it has it, or is not to have it. */
  public boolean emitted(Emitted message) {
    if (closed.get() || !message.isFor(interest)) {
      return true;
    }
    if (current) {
      return subscriber.emitted(message);
    }
    // Of one that has not begun, nothing is amiss.
    boolean begun = attached.isDone();
    if (begun) {
      subscriber.missedEmitted();
    }
    return !begun;
  }

  /** What is being read is of no use any more. */
  private void forgetPast() {
    WaitingSteps waiting = meanwhile;
    meanwhile = null;
    if (waiting != null) {
      waiting.close();
    }
  }

  /**
   * The whole state is replaced by one of this version of the class. Subscribers built for an older
   * version could not read it.
   *
   * @param state null when it has to be asked for, because not everybody may see it
   */
  public void replaced(Position at, Version newVersion, @Nullable String state) {
    if (closed.get()) {
      return;
    }
    version = newVersion;
    ClassRef running = new ClassRef(ref.className(), newVersion);
    Version pinned = interest.pin() == null ? null : interest.pin().resolved().get(ref.className());
    if (pinned != null && pinned.compareTo(newVersion) < 0) {
      end(VersionChoice.regression(running, new ClassRef(ref.className(), pinned)));
    } else if (interest.strict() && pinned != null && pinned.compareTo(newVersion) > 0) {
      end(KeptPin.ahead(running, pinned));
    } else if (state == null) {
      resync();
    } else if (current || meanwhile != null) {
      forgetPast();
      current = true;
      subscriber.snapshot(at, state);
      begin();
    } else {
      requestSnapshot();
    }
  }

  public void tombstone(long prevSeq, long seq) {
    if (!closed.get()) {
      subscriber.tombstone(prevSeq, seq);
      leave(Leaving.GONE);
      attached.complete(this);
    }
  }

  @Override
  public @Nullable Version version() {
    return version;
  }

  @Override
  public boolean isResumed() {
    return resumed;
  }

  @Override
  public void resync() {
    current = false;
    forgetPast();
    requestSnapshot();
  }

  private void requestSnapshot() {
    if (!closed.get() && resyncWanted.compareAndSet(false, true)) {
      requestState();
    }
  }

  private void requestState() {
    ask(Envelope.watch(ref, interest.headers()));
  }

  private void ask(Envelope envelope) {
    directory.deliver(Delivery.of(envelope, interest.pin(), this).strict(interest.strict()));
  }

  /** Tells it who else subscribes. On the output thread. */
  void present(PresenceChange change) {
    if (!closed.get()) {
      subscriber.present(change);
    }
  }

  @Override
  public boolean tell(String data) {
    return !closed.get() && subscriptions.presences().tell(this, data);
  }

  @Override
  public void askPresent() {
    if (!closed.get()) {
      subscriptions.presences().watch(this);
    }
  }

  @Override
  public void close() {
    leave(Leaving.SAID);
  }

  @Override
  public void cut() {
    leave(Leaving.CUT);
  }

  private void leave(Leaving how) {
    if (closed.compareAndSet(false, true)) {
      subscriptions.release(ref, this);
      subscriptions.presences().leave(this, how);
    }
  }
}
