package io.actjs.bench.soak;

import static io.actjs.bench.soak.Requests.expect;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.bench.work.Sources;
import io.actjs.model.ActorRef;
import java.util.ArrayList;
import java.util.List;

/**
 * A release of a class whose actors all move to it. The one before is deprecated, and its clients
 * are refused from then on.
 */
final class Releases implements Activity {
  private static final String CLASS = "Moving";
  private static final int RESIDENTS = 16;
  private static final int VISITORS = 4;

  private final Requests requests;
  private final String source = Sources.of(CLASS);
  private final List<ActorRef> residents = new ArrayList<>();
  private int release;
  private String pin = "";
  private long count;

  /** Publishes the first. */
  Releases(Requests requests) {
    this.requests = requests;
    publish();
    for (int i = 0; i < RESIDENTS; i++) {
      residents.add(requests.create(CLASS, "{}", ""));
    }
  }

  private void publish() {
    requests.publish(CLASS, version(++release), source.replace("9999", String.valueOf(release)));
    JsonNode manifest =
        requests.server().get("/v1/manifest?root=" + CLASS + "@" + version(release));
    requests.tally().count(Operation.MANIFEST);
    pin = "?manifest=" + manifest.path("sha256").asText();
  }

  private static String version(int release) {
    return release + ".0.0";
  }

  @Override
  public void once() {
    String before = pin;
    List<ActorRef> visitors = new ArrayList<>();
    for (int i = 0; i < VISITORS; i++) {
      visitors.add(requests.create(CLASS, "{}", before));
    }
    publish();
    count++;
    for (ActorRef resident : residents) {
      migrate(resident);
      JsonNode answer = requests.call(resident, "inc", "{}", pin);
      expect("the count of " + resident, count, answer.path("result").asLong());
      expect("the version of " + resident, version(release), answer.path("version").asText());
      requests.expectCall(release, resident, "generation");
    }
    for (ActorRef visitor : visitors) {
      visit(visitor, before);
    }
    deprecate(release - 1);
    Requests.expectRefusal("Gone", () -> requests.call(residents.getFirst(), "inc", "{}", before));
  }

  /** Goes back to the release before, and comes again. */
  private void visit(ActorRef visitor, String before) {
    expect(
        "the generation of " + visitor,
        (long) release - 1,
        requests.call(visitor, "generation", "{}", before).path("result").asLong());
    migrate(visitor);
    JsonNode head = requests.server().post(Requests.admin(visitor, "rollback"), "{}");
    requests.tally().count(Operation.ROLLBACK);
    expect("the version before", version(release - 1), head.path("version").asText());
    migrate(visitor);
    requests.expectCall(release, visitor, "generation");
    requests.delete(visitor);
  }

  private void migrate(ActorRef ref) {
    String body = "{\"to\":\"" + version(release) + "\"}";
    JsonNode head = requests.server().post(Requests.admin(ref, "migrate"), body);
    requests.tally().count(Operation.MIGRATE);
    expect("the version of " + ref, version(release), head.path("version").asText());
  }

  private void deprecate(int old) {
    String body = "{\"deprecated\":true,\"graceUntilMs\":" + System.currentTimeMillis() + "}";
    var unused =
        requests.server().patch("/v1/classes/" + CLASS + "/versions/" + version(old), body);
    requests.tally().count(Operation.DEPRECATE);
  }
}
