package io.actjs.actjsd.feed;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.runtime.subscription.PresenceChange;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.wire.Notification;
import io.actjs.wire.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one connection. When the connection is too slow for its changes, it skips
 * them and asks for a new snapshot once the connection has caught up.
 *
 * <p>After {@link #end} it sends nothing any more.
 */
public final class LiveSubscription implements Subscriber {
  private final ActorRef ref;
  private final String id;
  private final Viewer viewer;
  private @Nullable Subscription subscription;
  private boolean stale;
  private boolean ended;

  /** Whether it ended because its connection did. */
  private boolean cut;

  /** Whether it was too slow for a change of who is there. */
  private boolean missesPresence;

  /** Emitted messages that it was too slow for and has not been told of. */
  private long dropped;

  /**
   * @param id that its frames name, or of the actor when they name none
   */
  public LiveSubscription(ActorRef ref, String id, Viewer viewer) {
    this.ref = ref;
    this.id = id;
    this.viewer = viewer;
  }

  public ActorRef ref() {
    return ref;
  }

  public String id() {
    return id;
  }

  /** The runtime has attached it; it is detached at once if it has ended in the meantime. */
  public synchronized void attached(Subscription attached) {
    subscription = attached;
    if (ended) {
      detach(attached);
    } else if (stale) {
      viewer.laggards().addInAMoment(this);
    }
  }

  /** Detaches; returns false when it had ended before. */
  public boolean end() {
    return end(false);
  }

  /** The same, because the connection has ended. */
  public void cut() {
    var unused = end(true);
  }

  private synchronized boolean end(boolean isCut) {
    if (ended) {
      return false;
    }
    ended = true;
    cut = isCut;
    if (subscription != null) {
      detach(subscription);
    }
    return true;
  }

  private void detach(Subscription attached) {
    if (cut) {
      attached.cut();
    } else {
      attached.close();
    }
  }

  /**
   * Tells others something else about the subscriber; false when it has not begun or has ended.
   *
   * @throws ActjsException {@code PayloadTooLarge}
   */
  public boolean tell(String data) {
    Subscription attached;
    synchronized (this) {
      attached = ended ? null : subscription;
    }
    return attached != null && attached.tell(data);
  }

  /** The connection has caught up; returns whether a snapshot will come. */
  synchronized boolean catchUp() {
    var unused = tellDropped();
    if (missesPresence && subscription != null) {
      missesPresence = false;
      subscription.askPresent();
    }
    if (ended || !stale || subscription == null) {
      return false;
    }
    subscription.resync();
    return true;
  }

  @Override
  public synchronized void snapshot(Position at, String state) {
    if (ended) {
      return;
    }
    OutFrame frame = viewer.frames().of(id, new Notification.Snapshot(at, state));
    if (frame == null) {
      // Nothing is lost: a snapshot is sent when there is memory for one.
      stale = true;
      if (subscription != null) {
        viewer.laggards().addInAMoment(this);
      }
      return;
    }
    viewer.send(frame);
    if (stale) {
      stale = false;
      viewer.laggards().next();
    }
  }

  @Override
  public synchronized void change(Step step) {
    if (!hasRoom()) {
      return;
    }
    OutFrame frame =
        viewer
            .frames()
            .of(
                id,
                new Notification.Change(
                    step.kind(), step.prevSeq(), step.at(), step.json(), step.mutationId()));
    if (frame != null) {
      viewer.send(frame);
    } else {
      stale = true;
      viewer.laggards().addInAMoment(this);
    }
  }

  @Override
  public synchronized boolean emitted(Emitted message) {
    if (ended) {
      return true;
    }
    OutFrame frame =
        !stale && viewer.hasRoomToSpare() && tellDropped()
            ? viewer.frames().of(id, new Notification.Emitted(message.type(), message.data()))
            : null;
    if (frame == null) {
      missedEmitted();
      return false;
    }
    viewer.send(frame);
    return true;
  }

  @Override
  public synchronized void missedEmitted() {
    if (!ended && dropped++ == 0) {
      viewer.laggards().add(this);
    }
  }

  @Override
  public synchronized void present(PresenceChange change) {
    if (ended) {
      return;
    }
    OutFrame frame =
        !stale && viewer.hasRoomToSpare()
            ? viewer
                .frames()
                .of(id, new Notification.Presence(change.isAll(), change.present(), change.left()))
            : null;
    if (frame != null) {
      viewer.send(frame);
    } else if (!missesPresence) {
      missesPresence = true;
      viewer.laggards().add(this);
    }
  }

  /** Says how many messages were dropped, if any were; false when there is no memory for it. */
  private boolean tellDropped() {
    if (ended || dropped == 0) {
      return true;
    }
    OutFrame frame = viewer.frames().of(id, new Notification.Dropped(dropped));
    if (frame == null) {
      viewer.laggards().addInAMoment(this);
      return false;
    }
    dropped = 0;
    viewer.send(frame);
    return true;
  }

  private boolean hasRoom() {
    if (ended || stale) {
      return false;
    }
    if (viewer.hasRoom()) {
      return true;
    }
    stale = true;
    if (subscription != null) {
      viewer.laggards().add(this);
    }
    return false;
  }

  @Override
  public synchronized void missedSnapshot(ActjsException reason) {
    if (!ended) {
      stale = true;
      viewer.laggards().addInAMoment(this);
    }
  }

  @Override
  public void ended(ActjsException reason) {
    last(new Notification.Ended(Problem.of(reason)));
  }

  @Override
  public void tombstone(long prevSeq, long seq) {
    last(new Notification.Tombstone(prevSeq, seq));
  }

  private void last(Notification notification) {
    if (end()) {
      viewer.sendLast(this, notification);
    }
  }
}
