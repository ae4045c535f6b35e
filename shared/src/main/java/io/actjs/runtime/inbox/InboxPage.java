package io.actjs.runtime.inbox;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.registry.Manifests;
import io.actjs.runtime.output.StoreAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stored messages of one actor, oldest first.
 *
 * @param pins the manifests that they name and that are there, by sha
 * @param more whether there may be further ones
 */
public record InboxPage(List<InboxMessage> messages, Map<String, Manifest> pins, boolean more) {

  public static final InboxPage EMPTY = new InboxPage(List.of(), Map.of(), false);

  /** Read first of a page, to learn how large the messages are. */
  private static final int FIRST_MESSAGES = 16;

  /** Bytes of messages with which a page is full. */
  private static final long FULL_BYTES = 8L << 20;

  /**
   * Reads the next messages, few at a time when they are large. Blocks.
   *
   * @param limit of them
   * @param isKnown tells whether a message need not be read again
   */
  public static InboxPage load(
      StoreAccess store, ActorRef ref, int limit, Predicate<InboxMessage> isKnown) {
    List<InboxMessage> messages = new ArrayList<>();
    long bytes = 0;
    int read = 0;
    int wanted = Math.min(limit, FIRST_MESSAGES);
    String after = null;
    boolean more = true;
    while (more && read < limit && bytes < FULL_BYTES) {
      List<InboxMessage> part = store.driver().pendingInbox(ref, after, wanted);
      more = part.size() == wanted;
      read += part.size();
      long partBytes = 1;
      for (InboxMessage message : part) {
        partBytes += Envelope.tell(message).weight();
        after = message.id();
        if (!isKnown.test(message)) {
          bytes += Envelope.tell(message).weight();
          messages.add(message);
        }
      }
      long fitting = FULL_BYTES / Math.max(1, partBytes / Math.max(1, part.size()));
      wanted = Math.clamp(fitting, 1, Math.max(1, limit - read));
    }
    return of(messages, store.manifests(), more);
  }

  /** A page of these messages; the manifests may have to be read. Blocks. */
  public static InboxPage of(List<InboxMessage> messages, Manifests manifests, boolean more) {
    Map<String, Manifest> pins = new HashMap<>();
    for (InboxMessage message : messages) {
      if (message.manifest() != null) {
        // One that cannot be found concerns its messages alone.
        pins.computeIfAbsent(message.manifest(), manifests::find);
      }
    }
    return new InboxPage(messages, pins, more);
  }

  /** Whether the message names a manifest that cannot be found. */
  boolean lacksPin(InboxMessage message) {
    return message.manifest() != null && pin(message) == null;
  }

  @Nullable Manifest pin(InboxMessage message) {
    return message.manifest() == null ? null : pins.get(message.manifest());
  }
}
