package io.actjs.runtime.erasure;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.access.Principal;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.due.Reminders;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.storage.StorageDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What storage has beside an actor's state that an {@link ErasureOrder} takes: as much of it as one
 * turn may take.
 *
 * @param messages ids of messages that are due now or later
 * @param replies what takes the place of answers to requests under keys
 * @param members where the personal members of the state are
 * @param more whether there is more than that
 */
public record Traces(
    List<String> messages,
    List<Remembered> replies,
    PersonalMembers members,
    ClassKind kind,
    boolean more) {
  /** Messages, and replies, of one turn. */
  public static final int MOST = 500;

  /** Messages that are read at a time: each may be as large as a turn's output. */
  private static final int PAGE = 16;

  /** Turns that are read at a time. */
  private static final int TURNS = 100;

  /**
   * In place of an answer. A repetition of the request is refused with it and not done: that it was
   * done once stays known.
   */
  static final String ERASED_ANSWER =
      StoredAnswer.refusal(
          new ActjsException(
              ProblemCode.Gone,
              "the request was done before, and what it was answered was erased: it is not done again"));

  /**
   * Reads them. Blocks.
   *
   * @param epoch of the actor's owner
   */
  public static Traces read(
      StorageDriver store, ClassRegistry registry, ActorHead head, long epoch, ErasureOrder order) {
    ActorRef ref = head.ref();
    ClassRef stored = new ClassRef(ref.className(), head.version());
    List<String> messages =
        switch (order) {
          case ErasureOrder.Everything() -> messages(store, ref, Traces::tells);
          case ErasureOrder.Members() -> messages(store, ref, Traces::tells);
          case ErasureOrder.Messages(var sub) ->
              messages(store, ref, message -> isOf(message, sub));
          case ErasureOrder.Tagged tagged -> List.of();
          case ErasureOrder.Reminder(var id) ->
              messages(store, ref, message -> message.id().equals(id) && Reminders.isSet(message));
        };
    List<Remembered> replies = order.isOfState() ? replies(store, ref, epoch) : List.of();
    PersonalMembers members =
        order instanceof ErasureOrder.Members
            ? PersonalMembers.of(registry, stored)
            : PersonalMembers.NONE;
    return new Traces(
        messages,
        replies,
        members,
        registry.version(stored).shape().kind(),
        messages.size() == MOST || replies.size() == MOST);
  }

  /** Whether the message was sent in the name of the principal. */
  public static boolean isOf(InboxMessage message, String sub) {
    Principal sender = message.headers().principal();
    return sender != null && sender.sub().equals(sub);
  }

  /**
   * Whether a turn of the journal sent or set a message in the name of the principal: the journal
   * has it with that name, whatever became of the message. Reads the journal until it finds one.
   */
  public static boolean areInJournal(StorageDriver store, ActorRef ref, String sub) {
    long next = 1;
    List<TurnRecord> page;
    do {
      page = store.readJournal(ref, next, TURNS);
      if (page.stream().anyMatch(turn -> names(turn, sub))) {
        return true;
      }
      next = page.isEmpty() ? next : page.getLast().seq() + 1;
    } while (page.size() == TURNS);
    return false;
  }

  private static boolean names(TurnRecord turn, String sub) {
    return turn.outbox().stream().anyMatch(message -> isOf(message, sub))
        || turn.reminders().stream()
            .anyMatch(
                change ->
                    change instanceof ReminderChange.Scheduled(var message) && isOf(message, sub));
  }

  /** Whether the message says anything, or names anybody: a clock's tick does not. */
  public static boolean tells(InboxMessage message) {
    Principal sender = message.headers().principal();
    boolean named = sender != null && !sender.equals(Principal.SYSTEM);
    String payload = message.payload();
    return named || !(payload.isEmpty() || payload.equals("null") || payload.equals("{}"));
  }

  /** The ids of messages that are due now or later, as many as one turn may take. Blocks. */
  public static List<String> messages(
      StorageDriver store, ActorRef ref, Predicate<InboxMessage> wanted) {
    List<String> found = new ArrayList<>();
    @Nullable InboxMessage last = null;
    List<InboxMessage> page;
    do {
      page = store.pendingInbox(ref, last == null ? null : last.id(), PAGE);
      last = take(page, wanted, found, last);
    } while (page.size() == PAGE && found.size() < MOST);
    last = null;
    do {
      page = store.later(ref, last, PAGE);
      last = take(page, wanted, found, last);
    } while (page.size() == PAGE && found.size() < MOST);
    return found.size() > MOST ? List.copyOf(found.subList(0, MOST)) : found;
  }

  private static @Nullable InboxMessage take(
      List<InboxMessage> page,
      Predicate<InboxMessage> wanted,
      List<String> found,
      @Nullable InboxMessage last) {
    page.stream().filter(wanted).map(InboxMessage::id).forEach(found::add);
    return page.isEmpty() ? last : page.getLast();
  }

  private static List<Remembered> replies(StorageDriver store, ActorRef ref, long epoch) {
    List<Remembered> blanks = new ArrayList<>();
    for (String scope : store.replyScopes(ref, Integer.MAX_VALUE)) {
      KeyedReply reply = store.reply(ref, scope);
      if (reply != null && tells(reply) && blanks.size() < MOST) {
        KeyedReply blank = new KeyedReply(ref, reply.key(), reply.expiresAt(), ERASED_ANSWER);
        blanks.add(new Remembered(blank, epoch));
      }
    }
    return blanks;
  }

  /** Whether the answer says more than the id of a message, or that the request was done. */
  public static boolean tells(KeyedReply reply) {
    String answer = reply.answer();
    return !answer.equals(ERASED_ANSWER)
        && (answer.contains("\"result\":") || answer.contains("\"code\":"));
  }
}
