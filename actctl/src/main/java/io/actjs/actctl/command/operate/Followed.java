package io.actjs.actctl.command.operate;

import io.actjs.actctl.client.Events;
import io.actjs.actctl.client.Events.Event;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.Reconnection;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the server that is followed over any number of connections, each of which begins
 * where the one before has ended: nothing is shown twice. The first one must succeed.
 */
final class Followed {
  private final Server server;
  private final String path;
  private final Reconnection reconnection;
  private @Nullable String place;
  private boolean begun;

  /**
   * @param place the id of the last event that is known, or null
   */
  Followed(Server server, String path, @Nullable String place, OutputOption output) {
    this.server = server;
    this.path = path;
    this.place = place;
    this.reconnection = new Reconnection(output);
  }

  /** Takes an event; false when it wants no other. */
  interface Reader {
    boolean take(Event event);
  }

  /** Follows until the reader wants no more; the exit code. */
  int run(Reader reader) {
    try {
      while (true) {
        try (Events events = Events.open(server, path, place)) {
          begun = true;
          if (read(events, reader)) {
            return 0;
          }
        } catch (IOException e) {
          if (!begun) {
            throw server.unreachable(e);
          }
          reconnection.await(e.getMessage());
        } catch (Failure e) {
          if (!begun || !Reconnection.isWorthwhile(e)) {
            throw e;
          }
          reconnection.await(e.detail());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private boolean read(Events events, Reader reader) throws IOException, InterruptedException {
    while (true) {
      Event event = events.next();
      reconnection.succeeded();
      if (event.id() != null) {
        place = event.id();
      }
      if (!event.name().isEmpty() && !reader.take(event)) {
        return true;
      }
    }
  }
}
