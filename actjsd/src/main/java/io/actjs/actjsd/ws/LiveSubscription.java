package io.actjs.actjsd.ws;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.wire.Problem;
import io.actjs.wire.RpcFrames;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one connection. When the connection is too slow for its changes, it skips
 * them and asks for a new snapshot once the connection has caught up.
 *
 * <p>After {@link #end} it sends nothing any more.
 */
final class LiveSubscription implements Subscriber {
  private final ActorRef ref;
  private final String id;
  private final Conversation conversation;
  private final SocketConnection connection;
  private @Nullable Subscription subscription;
  private boolean stale;
  private boolean ended;

  LiveSubscription(
      ActorRef ref, String id, Conversation conversation, SocketConnection connection) {
    this.ref = ref;
    this.id = id;
    this.conversation = conversation;
    this.connection = connection;
  }

  ActorRef ref() {
    return ref;
  }

  String id() {
    return id;
  }

  /** The runtime has attached it; it is detached at once if it has ended in the meantime. */
  synchronized void attached(Subscription attached) {
    subscription = attached;
    if (ended) {
      attached.close();
    } else if (stale) {
      connection.catchUpInAMoment(this);
    }
  }

  /** Detaches; returns false when it had ended before. */
  synchronized boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    if (subscription != null) {
      subscription.close();
    }
    return true;
  }

  /** The connection has caught up; returns whether a snapshot will come. */
  synchronized boolean catchUp() {
    if (ended || !stale || subscription == null) {
      return false;
    }
    subscription.resync();
    return true;
  }

  @Override
  public synchronized void snapshot(long seq, String state) {
    if (ended) {
      return;
    }
    OutFrame frame = connection.frames().snapshot(id, seq, state);
    if (frame == null) {
      // Nothing is lost: a snapshot is sent when there is memory for one.
      stale = true;
      if (subscription != null) {
        connection.catchUpInAMoment(this);
      }
      return;
    }
    connection.send(frame);
    if (stale) {
      stale = false;
      connection.catchUpNext();
    }
  }

  @Override
  public synchronized void patch(long seq, String patch) {
    if (hasRoom()) {
      send(connection.frames().patch(id, seq, patch));
    }
  }

  @Override
  public synchronized void events(long seq, String events) {
    if (hasRoom()) {
      send(connection.frames().events(id, seq, events));
    }
  }

  private void send(@Nullable OutFrame change) {
    if (change != null) {
      connection.send(change);
    } else {
      stale = true;
      connection.catchUpInAMoment(this);
    }
  }

  private boolean hasRoom() {
    if (ended || stale) {
      return false;
    }
    if (connection.hasRoom()) {
      return true;
    }
    stale = true;
    if (subscription != null) {
      connection.catchUpLater(this);
    }
    return false;
  }

  @Override
  public synchronized void missedSnapshot(ActjsException reason) {
    if (!ended) {
      stale = true;
      connection.catchUpInAMoment(this);
    }
  }

  @Override
  public void ended(ActjsException reason) {
    last(RpcFrames.ended(id, Problem.of(reason)));
  }

  @Override
  public void tombstone(long seq) {
    last(RpcFrames.tombstone(id));
  }

  private void last(String frame) {
    if (end()) {
      connection.send(frame);
      conversation.forget(this);
    }
  }
}
