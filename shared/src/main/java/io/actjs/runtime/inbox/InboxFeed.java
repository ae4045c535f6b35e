package io.actjs.runtime.inbox;

import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.policy.Budget;
import io.actjs.runtime.mailbox.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an actor from handling a durable message twice, though it may come from two sides: from its
 * sender, and from the stored inbox.
 */
public final class InboxFeed {
  private static final int REMEMBERED = 1024;

  /** While a page is read: it may have messages that were handled since the read began. */
  private static final int REMEMBERED_WHILE_READING = 1 << 15;

  /** Messages that are on their way through the mailbox. */
  private final Set<String> coming = new HashSet<>();

  /** Messages that wait, run, or are being judged. */
  private final Set<String> known = new HashSet<>();

  /** Recently handled messages, whose second copy may still be on its way. */
  private final Set<String> handled = new LinkedHashSet<>();

  /** Ids of reminders that were cancelled lately, whose message may still be on its way. */
  private final Set<String> cancelled = new LinkedHashSet<>();

  private boolean reading;

  /** Messages that were handled since the read of a page began. */
  private int handledSince;

  /** Adds the key, and forgets the oldest ones beyond so many. */
  private static void remember(Set<String> keys, String key, int most) {
    keys.add(key);
    while (keys.size() > most) {
      keys.remove(keys.iterator().next());
    }
  }

  /**
   * The message is about to come through the mailbox, for {@link #accept}: until then it is not
   * taken from storage. False when it is here or was handled.
   */
  public synchronized boolean announce(InboxMessage message) {
    return !isKnown(message) && coming.add(keyOf(message));
  }

  /** The mailbox did not take the message. */
  public synchronized void retract(InboxMessage message) {
    coming.remove(keyOf(message));
  }

  /** The message has left the mailbox, and is accepted here or from storage. */
  public synchronized void arrived(@Nullable InboxMessage message) {
    if (message != null) {
      coming.remove(keyOf(message));
    }
  }

  /** Tells whether the message has to be handled; from then on a second copy has not. */
  public synchronized boolean accept(InboxMessage message) {
    String key = keyOf(message);
    coming.remove(key);
    return !handled.contains(key) && known.add(key);
  }

  /** Whether the message waits, runs, or was handled lately. */
  public synchronized boolean isKnown(InboxMessage message) {
    String key = keyOf(message);
    return known.contains(key) || handled.contains(key);
  }

  /** The message was not handled and will come again. */
  public synchronized void release(InboxMessage message) {
    known.remove(keyOf(message));
  }

  /** The message has left the inbox. */
  public synchronized void forget(InboxMessage message) {
    String key = keyOf(message);
    known.remove(key);
    handledSince++;
    remember(handled, key, reading ? REMEMBERED_WHILE_READING : REMEMBERED);
  }

  /** A page of the stored inbox is about to be read, for {@link #feed}. */
  public synchronized void beginRead() {
    reading = true;
    handledSince = 0;
  }

  /**
   * The page has been read, or will not be.
   *
   * @return whether it may be used: what was handled since is known
   */
  public synchronized boolean endRead() {
    reading = false;
    return handledSince <= REMEMBERED_WHILE_READING;
  }

  /** A turn has cancelled the reminder: its message, if there is one, is no more. */
  public synchronized void cancel(String reminderId) {
    remember(cancelled, reminderId, REMEMBERED);
  }

  public synchronized boolean isCancelled(InboxMessage message) {
    return cancelled.contains(message.id());
  }

  /** A message that left the inbox and came back has the same id and is due at another time. */
  private static String keyOf(InboxMessage message) {
    return message.dueAt() == 0 ? message.id() : message.id() + '@' + message.dueAt();
  }

  public synchronized int waiting() {
    return known.size();
  }

  /** Storage orders by id, which a reminder has had for longer than it is due. */
  private static List<InboxMessage> inOrder(List<InboxMessage> messages) {
    if (messages.size() < 2) {
      return messages;
    }
    return messages.stream()
        .sorted(
            Comparator.<InboxMessage>comparingLong(
                    message -> message.dueAt() == 0 ? message.at() : message.dueAt())
                .thenComparing(InboxMessage::id))
        .toList();
  }

  private synchronized boolean isComing(InboxMessage message) {
    return coming.contains(keyOf(message));
  }

  /** A message that is not to be tried now, and what becomes of it. */
  public record Judged(InboxMessage message, InboxEntry verdict) {}

  /**
   * What came of a page.
   *
   * @param judged those that an earlier process left behind, which have to be counted before they
   *     are tried, and those that nobody can handle
   * @param isWhole false when the page has to be read again
   */
  public record Fed(List<Judged> judged, boolean isWhole) {}

  /**
   * Adds those of the stored messages that are new here and for which there is memory, the first
   * due first. It ends before one that is about to come through the mailbox: those after it would
   * overtake it.
   */
  public Fed feed(InboxPage page, ArrayDeque<Delivery> into, Budget memory, StoredMessages stored) {
    List<Judged> judged = new ArrayList<>(0);
    for (InboxMessage message : inOrder(page.messages())) {
      if (isComing(message)) {
        return new Fed(judged, false);
      }
      if (stored.isWaiting(message.id()) || !accept(message)) {
        continue;
      }
      if (page.lacksPin(message)) {
        judged.add(new Judged(message, stored.unpinned(message)));
      } else if (stored.isLeftBehind(message)) {
        judged.add(new Judged(message, stored.count(message)));
      } else {
        Delivery delivery = stored.delivery(message, page.pin(message));
        if (delivery.chargeTo(memory)) {
          into.add(delivery);
        } else {
          // It stays in the stored inbox and is looked for again.
          release(message);
          delivery.fail(memory.exhausted());
        }
      }
    }
    return new Fed(judged, true);
  }
}
