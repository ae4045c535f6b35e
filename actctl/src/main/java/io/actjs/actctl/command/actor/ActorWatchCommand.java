package io.actjs.actctl.command.actor;

import io.actjs.actctl.client.Feed;
import io.actjs.actctl.client.LiveState;
import io.actjs.actctl.client.LiveState.Change;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.PinOption;
import io.actjs.actctl.command.Reconnection;
import io.actjs.actctl.screen.Failure;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl actor watch}. */
@Command(
    name = "watch",
    description = {
      "Show an actor's state, each new state as it changes, and what the actor emits.",
      "",
      "Reconnects automatically. Ends when the actor is deleted, or on Ctrl-C. With "
          + "--json, prints one document per line.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl actor watch Cart alice")
final class ActorWatchCommand extends ClientCommand {
  private static final String GONE = ProblemCode.Gone.name();

  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "Number of states to print before ending.")
  private @Nullable Integer count;

  @Mixin private PinOption pin;

  @Override
  protected int run(Server to) {
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1");
    }
    WatchOutput shown = new WatchOutput(spec.commandLine().getOut(), output);
    try {
      watch(pin.pinned(to), shown);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Follows the actor over any number of connections; the first one must succeed. */
  private void watch(Server to, WatchOutput shown) throws InterruptedException {
    Reconnection reconnection = new Reconnection(output);
    LiveState live = new LiveState();
    boolean ended = false;
    while (!ended) {
      try (Feed feed = Feed.open(to, className, id, live.position())) {
        ended = follow(feed, live, to, shown, reconnection);
      } catch (IOException e) {
        if (shown.states() == 0) {
          throw to.unreachable(e);
        }
        reconnection.await(e.getMessage());
      } catch (Failure e) {
        if (shown.states() > 0 && GONE.equals(e.code())) {
          shown.deleted();
          return;
        }
        if (shown.states() == 0 || !Reconnection.isWorthwhile(e)) {
          throw e;
        }
        reconnection.await(e.getMessage());
      }
    }
  }

  /** Shows changes until enough are shown or the actor is deleted. */
  private boolean follow(
      Feed feed, LiveState live, Server to, WatchOutput shown, Reconnection reconnection)
      throws IOException, InterruptedException {
    while (true) {
      switch (live.apply(feed.next())) {
        case Change.State(String seq, var state) -> {
          reconnection.succeeded();
          shown.state(seq, state);
        }
        case Change.Events(String seq, var events) -> {
          shown.events(seq, events);
          // Only the class can apply events, so the state is read from the server.
          var view = to.get(Server.path("v1", "actors", className, id));
          shown.state(view.path("seq").asText(), view.path("state"));
        }
        case Change.Emitted(String type, var data) -> shown.emitted(type, data);
        case Change.Dropped(long emitted) ->
            output.note("too slow for " + emitted + " emitted messages");
        case Change.Deleted() -> {
          shown.deleted();
          return true;
        }
        case Change.Ended(String code, String detail) ->
            throw new Failure(code, detail, List.of(), null);
        case Change.Unknown(String kind) ->
            output.note("skipping a notification of unknown kind \"" + kind + "\"");
      }
      if (shown.closed() || (count != null && shown.states() >= count)) {
        return true;
      }
    }
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
