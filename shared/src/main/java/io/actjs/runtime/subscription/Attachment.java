package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.version.KeptPin;
import io.actjs.runtime.version.VersionChoice;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of one actor. Every method except {@link #close} and {@link #resync} runs on the
 * output thread, so the subscriber sees everything in order: a snapshot, then exactly the changes
 * after it.
 */
public final class Attachment implements Subscription, Receiver {
  private final ActorRef ref;
  private final @Nullable Manifest pin;
  private final boolean strict;
  private final Envelope envelope;
  private final Subscriber subscriber;
  private final Subscriptions subscriptions;
  private final Directory directory;
  private final CompletableFuture<Subscription> attached = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether the subscriber has a snapshot to which the next change applies. */
  private volatile boolean current;

  /** Whether a snapshot has been asked for and has not come yet. */
  private final AtomicBoolean resyncWanted = new AtomicBoolean();

  private boolean listed;

  /** Of the class, as the last snapshot had it. */
  private volatile @Nullable Version version;

  /**
   * @param pin the versions that the subscriber is built against, or null
   * @param strict whether it is not shown the state of an older version than the pinned one
   * @param headers of the subscriber's request
   */
  public Attachment(
      ActorRef ref,
      @Nullable Manifest pin,
      boolean strict,
      Headers headers,
      Subscriber subscriber,
      Subscriptions subscriptions,
      Directory directory) {
    this.ref = ref;
    this.pin = pin;
    this.strict = strict;
    this.envelope = Envelope.watch(ref, headers);
    this.subscriber = subscriber;
    this.subscriptions = subscriptions;
    this.directory = directory;
  }

  /** Asks the actor for the first snapshot. */
  public CompletableFuture<Subscription> open() {
    subscriptions.claim(ref);
    var unused =
        attached.whenComplete(
            (subscription, failure) -> {
              if (failure != null) {
                close();
              }
            });
    requestState();
    return attached;
  }

  @Override
  public void answered(Answer answer) {
    state(((Answer.State) answer).view());
  }

  private void state(ActorView view) {
    version = view.version();
    if (closed.get()) {
      attached.complete(this);
      return;
    }
    if (!listed) {
      listed = true;
      subscriptions.attach(ref, this);
      if (closed.get()) {
        // It was closed on another thread before it was listed, so close() could not unlist it.
        subscriptions.detach(ref, this);
      }
    }
    resyncWanted.set(false);
    current = true;
    subscriber.snapshot(view.seq(), view.state());
    attached.complete(this);
  }

  @Override
  public void failed(ActjsException reason) {
    if (attached.completeExceptionally(reason)) {
      return;
    }
    if (reason.code() == ProblemCode.ManifestRegression
        || reason.code() == ProblemCode.ManifestAhead
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
      close();
    }
  }

  public void change(ClassKind kind, long seq, String change) {
    if (closed.get()) {
      return;
    }
    if (!current) {
      requestSnapshot();
    } else if (kind == ClassKind.EVENTS) {
      subscriber.events(seq, change);
    } else {
      subscriber.patch(seq, change);
    }
  }

  /**
   * The whole state is replaced by one of this version of the class. Subscribers built for an older
   * version could not read it.
   */
  public void replaced(long seq, Version newVersion, String state) {
    if (closed.get()) {
      return;
    }
    version = newVersion;
    ClassRef running = new ClassRef(ref.className(), newVersion);
    Version pinned = pin == null ? null : pin.resolved().get(ref.className());
    if (pinned != null && pinned.compareTo(newVersion) < 0) {
      end(VersionChoice.regression(running, new ClassRef(ref.className(), pinned)));
    } else if (strict && pinned != null && pinned.compareTo(newVersion) > 0) {
      end(KeptPin.ahead(running, pinned));
    } else if (current) {
      subscriber.snapshot(seq, state);
    } else {
      requestSnapshot();
    }
  }

  public void tombstone(long seq) {
    if (!closed.get()) {
      subscriber.tombstone(seq);
      close();
    }
  }

  @Override
  public @Nullable Version version() {
    return version;
  }

  @Override
  public void resync() {
    current = false;
    requestSnapshot();
  }

  private void requestSnapshot() {
    if (!closed.get() && resyncWanted.compareAndSet(false, true)) {
      requestState();
    }
  }

  private void requestState() {
    directory.deliver(Delivery.of(envelope, pin, this).strict(strict));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      subscriptions.release(ref, this);
    }
  }
}
