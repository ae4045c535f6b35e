package io.actjs.actjsd.feed;

import io.actjs.wire.Notification;

/** The connection that a subscription belongs to. No method blocks. */
public interface Viewer {
  NotificationFrames frames();

  void send(OutFrame frame);

  /** Whether changes may be sent; without room, only snapshots and replies are. */
  boolean hasRoom();

  /**
   * Whether messages may be sent that the subscriber can do without. It is lost before {@link
   * #hasRoom}, so that they do not cost a subscriber its changes.
   */
  boolean hasRoomToSpare();

  /** Subscriptions that wait until it has caught up. */
  Laggards laggards();

  /** Sends the last that the subscription is told; it has ended. */
  void sendLast(LiveSubscription ended, Notification last);
}
