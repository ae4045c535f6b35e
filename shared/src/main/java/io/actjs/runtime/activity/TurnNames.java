package io.actjs.runtime.activity;

import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Envelope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a line of the log about a turn is about.
 *
 * @param version the class version that runs; null when none does yet
 * @param message what the turn handles; null outside of a turn
 */
public record TurnNames(ActorRef actor, @Nullable ClassRef version, @Nullable Envelope message) {

  /** Adds the names to an event. Costs nothing when nobody wants the line. */
  LoggingEventBuilder on(LoggingEventBuilder event) {
    LoggingEventBuilder named = event.addKeyValue("actor", actor).addKeyValue("class", version);
    if (message == null) {
      return named;
    }
    return named
        .addKeyValue("handler", handler(message))
        .addKeyValue("manifest", message.headers().manifest())
        .addKeyValue("request", message.headers().trace());
  }

  private static String handler(Envelope message) {
    return switch (message.kind()) {
      case CALL, TELL, LIFECYCLE, HOOK -> message.name();
      case QUERY, CREATE, WATCH, FOLLOW, ASK, DELETE, MIGRATE, ROLLBACK, ERASE, WAKE ->
          message.kind().name().toLowerCase(Locale.ROOT);
    };
  }
}
