package io.actjs.bench.soak;

import static io.actjs.bench.soak.Requests.expect;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Feed;
import io.actjs.actctl.client.LiveState;
import io.actjs.actctl.screen.Json;
import io.actjs.bench.work.BenchFailure;
import io.actjs.model.ActorRef;
import java.io.IOException;

/**
 * The life of an actor: it is created, called, watched and told, has reminders that fire or are
 * cancelled, gives up a message, and is deleted.
 */
final class BriefLife implements Activity {
  private static final String CLASS = "Brief";
  private static final int CALLS = 5;

  private final Requests requests;
  private int lives;

  /**
   * @param lives before; every second one gives up a message, and every fourth drops it
   */
  BriefLife(Requests requests, int lives) {
    this.requests = requests;
    this.lives = lives;
  }

  @Override
  public void once() throws IOException, InterruptedException {
    int count = ++lives;
    ActorRef ref = requests.create(CLASS, "{\"count\":" + count + "}", "");
    for (int i = 0; i < CALLS; i++) {
      requests.expectCall(++count, ref, "add");
    }
    try (Feed feed = Feed.open(requests.server(), ref.className(), ref.id(), null)) {
      Watched watched = new Watched(feed);
      watched.await("count", count);
      requests.tally().count(Operation.SUBSCRIBE);
      requests.expectCall(++count, ref, "add");
      watched.await("count", count);
      var unused = requests.tell(ref, "told");
      watched.await("told", 1);
      remind(ref, watched);
      if (lives % 2 == 0) {
        // Every other one leaves its dead letter to the deletion.
        new Abandoned(requests, ref).giveUp(lives % 4 == 0);
      }
      JsonNode state = requests.server().get(Requests.actor(ref)).path("state");
      expect("the state of " + ref, count, state.path("count").asInt());
      expect("messages to " + ref, 1, state.path("told").asInt());
      expect("reminders of " + ref, 1, state.path("fired").asInt());
      requests.delete(ref);
      watched.awaitDeleted();
    }
    Requests.expectRefusal("Gone", () -> requests.call(ref, "add"));
  }

  private void remind(ActorRef ref, Watched watched) throws IOException, InterruptedException {
    JsonNode ids = requests.call(ref, "plan").path("result");
    requests.tally().count(Operation.REMIND, 3);
    watched.await("fired", 1);
    watched.await("ticks", 1);
    String args = Json.object().set("ids", ids).toString();
    var unused = requests.call(ref, "cancel", args, "");
    requests.tally().count(Operation.CANCEL, ids.size());
    JsonNode left = requests.server().get(Requests.admin(ref, "reminders")).path("reminders");
    expect("cancelled reminders of " + ref, 0, left.size());
  }

  /** An actor's state as its subscriber has it. */
  private static final class Watched {
    private final Feed feed;
    private final LiveState live = new LiveState();
    private JsonNode state = Json.object();

    Watched(Feed feed) {
      this.feed = feed;
    }

    /** Takes changes until the member is as large. */
    void await(String member, int wanted) throws IOException, InterruptedException {
      while (state.path(member).asInt() < wanted) {
        state =
            switch (live.apply(feed.next())) {
              case LiveState.Change.State(String seq, JsonNode next) -> next;
              case LiveState.Change other -> throw new BenchFailure("not a change: " + other);
            };
      }
    }

    void awaitDeleted() throws IOException, InterruptedException {
      LiveState.Change change = live.apply(feed.next());
      while (change instanceof LiveState.Change.State) {
        change = live.apply(feed.next());
      }
      expect("the end of a subscription", new LiveState.Change.Deleted(), change);
    }
  }
}
