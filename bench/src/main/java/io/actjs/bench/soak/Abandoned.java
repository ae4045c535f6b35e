package io.actjs.bench.soak;

import static io.actjs.bench.soak.Requests.expect;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.model.ActorRef;

/** A message of an actor that is given up, tried again in vain, and perhaps dropped. */
final class Abandoned {
  private final Requests requests;
  private final ActorRef ref;

  Abandoned(Requests requests, ActorRef ref) {
    this.requests = requests;
    this.ref = ref;
  }

  void giveUp(boolean drop) throws InterruptedException {
    String id = requests.tell(ref, "refuse");
    Requests.await("the dead letter of " + ref, () -> diedAt(id) > 0);
    long first = diedAt(id);
    requests.tally().count(Operation.DEAD_LETTER);
    String letter = Requests.admin(ref, "dead-letters", id);
    JsonNode again = requests.server().post(letter + "/retry", "{}");
    requests.tally().count(Operation.RETRY);
    expect("the id of a retried message", id, again.path("messageId").asText());
    Requests.await("the dead letter of " + ref + " again", () -> diedAt(id) > first);
    if (drop) {
      var unused = requests.server().delete(letter);
      requests.tally().count(Operation.DROP);
      expect("dead letters of " + ref, 0, letters().size());
    }
  }

  private JsonNode letters() {
    String query = "?class=" + ref.className() + "&id=" + Server.encode(ref.id());
    return requests.server().get("/v1/admin/dead-letters" + query).path("deadLetters");
  }

  /** 0 while it is none. */
  private long diedAt(String id) {
    for (JsonNode letter : letters()) {
      if (letter.path("message").path("id").asText().equals(id)) {
        return letter.path("diedAt").asLong();
      }
    }
    return 0;
  }
}
