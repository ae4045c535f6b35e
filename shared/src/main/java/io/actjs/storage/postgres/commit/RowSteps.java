package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import io.actjs.model.tag.Tags;
import io.actjs.storage.ActorShard;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.HeadersCodec;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.RowSum;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows bound to the statements that insert them, for commits and for imports alike. */
public final class RowSteps {
  private RowSteps() {}

  /** Those that are there stay. Fresh ones, which most are, do not pay for the others. */
  public static List<Session.Step> insertMessages(Collection<InboxMessage> messages) {
    List<InboxMessage> fresh = new ArrayList<>(messages.size());
    List<InboxMessage> others = new ArrayList<>();
    for (InboxMessage message : messages) {
      (message.standing().isFresh() ? fresh : others).add(message);
    }
    List<Session.Step> steps = new ArrayList<>(2);
    if (!fresh.isEmpty()) {
      steps.add(Session.Step.write(CommitSql.INSERT_FRESH_MESSAGES, content(fresh).toArray()));
    }
    if (!others.isEmpty()) {
      steps.add(withStanding(CommitSql.INSERT_MESSAGES, others));
    }
    return steps;
  }

  /** No two of one actor have the same id. */
  public static Session.Step setLater(Collection<InboxMessage> messages) {
    return withStanding(CommitSql.SET_LATER, messages);
  }

  private static Session.Step withStanding(String sql, Collection<InboxMessage> messages) {
    Columns<InboxMessage> rows = Columns.of(messages);
    List<Object> columns = content(messages);
    columns.add(rows.numbers(InboxMessage::dueAt));
    columns.add(rows.numbers(InboxMessage::everyMs));
    columns.add(rows.numbers(message -> message.standing().attempts()));
    columns.add(rows.numbers(message -> message.standing().lost()));
    columns.add(rows.bytes(message -> utf8(message.standing().lastError())));
    return Session.Step.write(sql, columns.toArray());
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : Columns.utf8(text);
  }

  private static List<Object> content(Collection<InboxMessage> messages) {
    Columns<InboxMessage> rows = Columns.of(messages);
    return new ArrayList<>(
        List.of(
            rows.texts(message -> message.target().className()),
            rows.texts(message -> message.target().id()),
            rows.texts(InboxMessage::id),
            rows.utf8(InboxMessage::type),
            rows.utf8(InboxMessage::payload),
            rows.texts(InboxMessage::sender),
            rows.numbers(InboxMessage::at),
            rows.bytes(message -> HeadersCodec.toColumn(message.headers())),
            rows.numbers(message -> ActorShard.of(message.target())),
            rows.numbers(RowSum::of)));
  }

  /** No two of one actor have the same id: one statement must not change a row twice. */
  public static Session.Step insertDeadLetters(Collection<DeadLetter> letters) {
    Columns<DeadLetter> rows = Columns.of(letters);
    return Session.Step.write(
        CommitSql.INSERT_DEAD_LETTERS,
        rows.texts(letter -> letter.message().target().className()),
        rows.texts(letter -> letter.message().target().id()),
        rows.texts(letter -> letter.message().id()),
        rows.utf8(letter -> letter.message().type()),
        rows.utf8(letter -> letter.message().payload()),
        rows.texts(letter -> letter.message().sender()),
        rows.numbers(letter -> letter.message().at()),
        rows.bytes(letter -> HeadersCodec.toColumn(letter.message().headers())),
        rows.numbers(letter -> letter.message().dueAt()),
        rows.numbers(letter -> letter.message().everyMs()),
        rows.numbers(letter -> letter.message().standing().lost()),
        rows.numbers(DeadLetter::attempts),
        rows.utf8(DeadLetter::reason),
        rows.numbers(DeadLetter::at),
        rows.numbers(RowSum::of));
  }

  /** No two of one actor have the same scope. */
  public static Session.Step setReplies(Collection<KeyedReply> replies) {
    Columns<KeyedReply> rows = Columns.of(replies);
    return Session.Step.write(
        CommitSql.SET_REPLIES,
        rows.texts(reply -> reply.ref().className()),
        rows.texts(reply -> reply.ref().id()),
        rows.texts(reply -> reply.key().scope()),
        rows.texts(reply -> reply.key().fingerprint()),
        rows.numbers(KeyedReply::expiresAt),
        rows.utf8(KeyedReply::answer),
        rows.numbers(RowSum::of));
  }

  /** Gives actors, whose rows are there, these tags in place of their former ones. */
  public static List<Session.Step> setTags(Map<ActorRef, List<String>> tagged) {
    if (tagged.isEmpty()) {
      return List.of();
    }
    Columns<Map.Entry<ActorRef, List<String>>> rows = Columns.of(tagged.entrySet());
    Object classes = rows.texts(row -> row.getKey().className());
    Object ids = rows.texts(row -> row.getKey().id());
    Object tags = rows.texts(row -> row.getValue().isEmpty() ? null : Tags.text(row.getValue()));
    return List.of(
        Session.Step.write(CommitSql.SET_TAGS, classes, ids, tags),
        Session.Step.write(CommitSql.DELETE_TAGS, classes, ids),
        Session.Step.write(CommitSql.INSERT_TAGS, classes, ids, tags));
  }

  /** Takes the order locks of the turns' shards, and draws positions under them. */
  public static List<Session.Step> insertTurns(Collection<TurnRecord> turns) {
    Columns<TurnRecord> rows = Columns.of(turns);
    long[] shards = turns.stream().mapToLong(turn -> ActorShard.of(turn.ref())).toArray();
    // Ascending, so that two batches do not wait for each other in a circle.
    long[] locks = Arrays.stream(shards).distinct().sorted().toArray();
    return List.of(
        Session.Step.write(CommitSql.ORDER_LOCKS, locks),
        Session.Step.write(
            CommitSql.INSERT_TURNS,
            rows.texts(turn -> turn.ref().className()),
            rows.texts(turn -> turn.ref().id()),
            rows.numbers(TurnRecord::seq),
            shards,
            rows.numbers(turn -> kindOf(turn.change())),
            rows.bytes(JournalCodec::chunkOf)));
  }

  private static long kindOf(Change change) {
    return switch (change) {
      case Change.Patch patch -> 1;
      case Change.Events events -> 2;
      case Change.Tombstone tombstone -> 3;
      case Change.Replaced replaced -> 4;
    };
  }
}
