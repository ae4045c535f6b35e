package io.actjs.actctl.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.wire.JsonPatch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One actor's state, followed through the notifications of a subscription, and of those that go on
 * from its {@link #position}: a snapshot, then patches or events, perhaps more snapshots, perhaps a
 * tombstone. No sockets, no threads.
 */
public final class LiveState {
  static final String EMIT = "emit";
  static final String DROPPED = "dropped";

  /** What a notification means to a watcher. */
  public sealed interface Change {
    /** The state of turn {@code seq}. */
    record State(String seq, JsonNode state) implements Change {}

    /** The events of turn {@code seq}; only the reducer of the class can apply them to a state. */
    record Events(String seq, JsonNode events) implements Change {}

    /** A message that the actor emitted. */
    record Emitted(String type, JsonNode data) implements Change {}

    /** So many emitted messages were dropped, because this watcher was too slow. */
    record Dropped(long emitted) implements Change {}

    /** The actor is deleted; nothing follows. */
    record Deleted() implements Change {}

    /** The server has ended the subscription. */
    record Ended(String code, String detail) implements Change {}

    /** A kind of notification that this program does not handle. */
    record Unknown(String kind) implements Change {}
  }

  private @Nullable JsonNode state;
  private @Nullable String position;

  /** Where the next subscription goes on; null for one that begins with a snapshot. */
  public @Nullable String position() {
    return position;
  }

  /**
   * @param params of one notification, as {@link Feed#next} gives them
   * @throws IOException when the patch does not fit; a new subscription brings a new snapshot
   */
  public Change apply(JsonNode params) throws IOException {
    String at = params.path("position").textValue();
    position = at == null ? position : at;
    String seq = params.path("seq").asText("");
    String kind = params.path("kind").asText("");
    return switch (kind) {
      case "snapshot" -> became(seq, params.path("data"));
      case "patch" -> became(seq, patched(params.path("patch")));
      case "event" -> new Change.Events(seq, params.path("events"));
      case EMIT -> new Change.Emitted(params.path("type").asText(), params.path("data"));
      case DROPPED -> new Change.Dropped(params.path("emitted").asLong());
      case "tombstone" -> new Change.Deleted();
      case "ended" -> {
        JsonNode error = params.path("error");
        yield new Change.Ended(
            error.path("data").path("code").asText(), error.path("message").asText());
      }
      default -> new Change.Unknown(kind);
    };
  }

  private Change became(String seq, JsonNode next) {
    state = next;
    return new Change.State(seq, next);
  }

  private JsonNode patched(JsonNode patch) throws IOException {
    if (state == null) {
      throw new IOException("a patch came before the snapshot");
    }
    try {
      return JsonPatch.apply(patch, state);
    } catch (JsonPatch.Misfit e) {
      position = null;
      throw new IOException("a patch does not fit the state: " + e.getMessage(), e);
    }
  }
}
