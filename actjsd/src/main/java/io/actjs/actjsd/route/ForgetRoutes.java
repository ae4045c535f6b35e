package io.actjs.actjsd.route;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.token.Tokens;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.access.Principal;
import io.actjs.model.tag.Tags;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.PersonErasure;
import io.actjs.runtime.erasure.ErasureCounts;
import io.actjs.runtime.erasure.ErasurePlace;
import io.actjs.runtime.erasure.ErasureRound;
import io.actjs.runtime.erasure.Person;
import io.actjs.storage.audit.AuditAction;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The route that forgets a person, round by round. The server keeps nothing between two rounds: the
 * client brings back where the last one ended, and what was done until then.
 */
final class ForgetRoutes {
  private static final Set<String> MEMBERS =
      Set.of("principal", "tags", "actors", "class", "delete", "dryRun", "after");
  private static final int LONGEST_TAG = 1 << 10;

  private final PersonErasure erasure;
  private final Tokens tokens;
  private final AdminGate gate;
  private final RequestBody bodies;

  ForgetRoutes(ActorRuntime runtime, Tokens tokens, AdminGate gate, RequestBody bodies) {
    this.erasure = runtime.personErasure();
    this.tokens = tokens;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/admin/forget", gate.guarded(this::forget));
  }

  private void forget(Context ctx, Principal principal) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    body.requireNoneBut(MEMBERS);
    Person person = person(body);
    boolean looks = body.flag("dryRun", false);
    ForgetProgress before = ForgetProgress.of(body.optionalText("after"));
    ErasureRound round =
        looks ? erasure.look(person, before.place()) : erase(person, before, principal.sub());
    ErasureCounts done = before.done().plus(round.done());
    if (!looks && round.next() == null) {
      erasure.audit(before.id(), AuditAction.PERSON_FORGOTTEN, done, principal.sub());
    }
    StringBuilder json = new StringBuilder("{\"erasure\":\"").append(before.id());
    json.append("\",\"dryRun\":").append(looks).append(",\"actors\":[");
    JsonList.append(round.actors(), json, actor -> append(actor, json));
    append(done, json.append("],\"done\":"));
    if (round.residue() != null) {
      String residue = round.residue().name().toLowerCase(Locale.ROOT).replace('_', '-');
      json.append(",\"residue\":\"").append(residue).append('"');
    }
    if (round.next() != null) {
      JsonText.quote(before.further(done, round.next()).toString(), json.append(",\"next\":"));
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  /** The audit has it before anything is gone, so that no erasure is without a trace. */
  private ErasureRound erase(Person person, ForgetProgress before, String by) {
    if (before.place().equals(ErasurePlace.BEGIN)) {
      erasure.audit(before.id(), AuditAction.PERSON_FORGETTING, ErasureCounts.NONE, by);
    }
    ErasureRound round = erasure.erase(person, before.place(), by);
    if (round.done().tokens() > 0) {
      tokens.refresh();
    }
    return round;
  }

  private static Person person(RequestMembers body) {
    List<ActorRef> actors = new ArrayList<>();
    for (String text : body.textList("actors")) {
      int slash = text.indexOf('/');
      if (slash < 0) {
        throw RequestMembers.wrong("\"actors\" has " + JsonText.quote(text) + "; name Class/id");
      }
      actors.add(new ActorRef(text.substring(0, slash), text.substring(slash + 1)));
    }
    List<String> tags = body.textList("tags");
    tags.forEach(tag -> Tags.require(tag, LONGEST_TAG));
    String className = body.optionalText("class");
    return new Person(
        body.optionalText("principal"),
        tags,
        actors,
        className == null ? null : ActorRef.requireClassName(className),
        body.flag("delete", false));
  }

  private static void append(ErasureRound.OfActor actor, StringBuilder json) {
    json.append("{\"class\":\"").append(actor.ref().className());
    JsonText.quote(actor.ref().id(), json.append("\",\"id\":"));
    json.append(",\"fate\":\"").append(actor.fate().name().toLowerCase(Locale.ROOT));
    append(actor.done(), json.append("\",\"done\":"));
    json.append('}');
  }

  private static void append(ErasureCounts counts, StringBuilder json) {
    json.append("{\"deleted\":").append(counts.deleted());
    json.append(",\"erased\":").append(counts.erased());
    json.append(",\"members\":").append(counts.members());
    json.append(",\"turns\":").append(counts.turns());
    json.append(",\"messages\":").append(counts.messages());
    json.append(",\"deadLetters\":").append(counts.deadLetters());
    json.append(",\"replies\":").append(counts.replies());
    json.append(",\"tokens\":").append(counts.tokens());
    json.append(",\"kept\":").append(counts.kept());
    json.append(",\"copies\":").append(counts.copies());
    json.append(",\"auditEntries\":").append(counts.auditEntries()).append('}');
  }

  /**
   * How far an erasure has come, in the hands of its client.
   *
   * @param id names it in the audit, in place of the person
   * @param done until then
   */
  record ForgetProgress(String id, ErasureCounts done, ErasurePlace place) {
    private static final String SEPARATOR = "~";
    private static final int COUNTS = 11;

    static ForgetProgress of(@Nullable String text) {
      if (text == null) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        return new ForgetProgress(id, ErasureCounts.NONE, ErasurePlace.BEGIN);
      }
      String[] parts = text.split(SEPARATOR, 3);
      if (parts.length != 3 || !parts[0].matches("[0-9a-f-]{36}")) {
        throw wrong();
      }
      return new ForgetProgress(parts[0], counts(parts[1]), ErasurePlace.parse(parts[2]));
    }

    ForgetProgress further(ErasureCounts now, ErasurePlace next) {
      return new ForgetProgress(id, now, next);
    }

    private static ErasureCounts counts(String text) {
      String[] parts = text.split(",", -1);
      if (parts.length != COUNTS) {
        throw wrong();
      }
      long[] n = new long[COUNTS];
      for (int i = 0; i < COUNTS; i++) {
        try {
          n[i] = Long.parseLong(parts[i]);
        } catch (NumberFormatException e) {
          throw wrong();
        }
      }
      return new ErasureCounts(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
    }

    private static ActjsException wrong() {
      return RequestMembers.wrong("\"after\" is not the \"next\" of an answer");
    }

    @Override
    public String toString() {
      return id
          + SEPARATOR
          + "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d"
              .formatted(
                  done.deleted(),
                  done.erased(),
                  done.members(),
                  done.turns(),
                  done.messages(),
                  done.deadLetters(),
                  done.replies(),
                  done.tokens(),
                  done.kept(),
                  done.copies(),
                  done.auditEntries())
          + SEPARATOR
          + place;
    }
  }
}
