package io.actjs.runtime.erasure;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.tag.Tags;
import io.actjs.wire.JsonText;
import io.actjs.wire.RawJson;
import java.util.List;
import java.util.Objects;

/** What an actor is to be rid of, by one turn. An {@link Envelope} carries it there. */
public sealed interface ErasureOrder {

  /** The whole state, all messages and replies: the actor is about to be deleted. */
  record Everything() implements ErasureOrder {}

  /** The personal members of the state that the class names, all messages and replies. */
  record Members() implements ErasureOrder {}

  /**
   * Messages that were sent in the name of a principal. The state stays; of an actor that writes
   * its state it is stored anew, so that the turns that sent them are not needed any more.
   *
   * @param sub the principal's
   */
  record Messages(String sub) implements ErasureOrder {}

  /** Some of the tags. */
  record Tagged(List<String> tags) implements ErasureOrder {}

  /**
   * A reminder, whoever has set it, as an operator wants it; the state stays.
   *
   * @param id of its message
   */
  record Reminder(String id) implements ErasureOrder {}

  /** Whether the state becomes another one. */
  default boolean isOfState() {
    return switch (this) {
      case Everything everything -> true;
      case Members members -> true;
      case Messages messages -> false;
      case Tagged tagged -> false;
      case Reminder reminder -> false;
    };
  }

  default Envelope to(ActorRef ref, Headers headers) {
    return switch (this) {
      case Everything() -> Envelope.erase(ref, "everything", null, headers);
      case Members() -> Envelope.erase(ref, "members", null, headers);
      case Messages(var sub) -> Envelope.erase(ref, "messages", JsonText.quote(sub), headers);
      case Tagged(var tags) ->
          Envelope.erase(ref, "tags", JsonText.quote(Tags.text(tags)), headers);
      case Reminder(var id) -> Envelope.erase(ref, "reminder", JsonText.quote(id), headers);
    };
  }

  static ErasureOrder of(Envelope envelope) {
    return switch (envelope.name()) {
      case "everything" -> new Everything();
      case "members" -> new Members();
      case "messages" -> new Messages(text(envelope));
      case "reminder" -> new Reminder(text(envelope));
      case "tags" -> new Tagged(Tags.read(text(envelope)));
      default -> throw new IllegalStateException("nothing is called " + envelope.name());
    };
  }

  private static String text(Envelope envelope) {
    return Objects.requireNonNull(
        RawJson.stringValue(Objects.requireNonNull(envelope.payload())), "it is a text");
  }
}
