package io.actjs.runtime;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.access.Principal;
import io.actjs.runtime.erasure.ErasureCounts;
import io.actjs.runtime.erasure.ErasurePlace;
import io.actjs.runtime.erasure.ErasureRound;
import io.actjs.runtime.erasure.ErasureRound.Fate;
import io.actjs.runtime.erasure.ErasureRound.OfActor;
import io.actjs.runtime.erasure.Person;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.StoredToken;
import io.actjs.testkit.TestRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A person all over a store, and what is left of it. */
final class Forgetting {
  /** What nobody may find afterwards. */
  static final String SECRET = "xq7SecretOfAlice";

  static final String TAG = "user=" + SECRET;
  static final Principal ALICE = Principal.of(SECRET, List.of());

  static final ActorRef PATIENT = new ActorRef("Patient", "p1");
  static final ActorRef LEDGER = new ActorRef("Ledger", "l1");
  static final ActorRef NOTE = new ActorRef("Note", "n1");

  /** Deleted before the person is forgotten, so that the audit has its name and keeps it. */
  static final ActorRef GONE = new ActorRef("Note", "n2");

  /** Somebody else's. */
  static final ActorRef OTHER = new ActorRef("Patient", "p2");

  private static final String PATIENT_CLASS =
      """
      import { Actor, handler } from 'actjs';
      type Visit = { text: string; at: number };
      export class Patient extends Actor<{ email?: string; name: string; notes: Visit[]; visits: number }> {
        static personal = ['/email', '/name', '/notes/*/text'];
        static retry = { attempts: 1 };
        state = { name: '', notes: [], visits: 0 } as any;
        @handler('admit') admit({ email, tag }: any) {
          this.state.email = email; this.state.name = email;
          if (tag) this.actjs.tag(tag, 'ward');
          return email;
        }
        @handler('note') note(text: string) { this.state.notes.push({ text, at: this.state.notes.length }); }
        @handler('visit') visit() { return ++this.state.visits; }
        @handler('remind') remind(text: string) { this.actjs.scheduleAt(Date.now() + 86_400_000, 'note', text); }
        @handler('tick') tick() { this.actjs.scheduleAt(Date.now() + 86_400_000, 'visit'); }
        @handler('fail') fail(text: string) { throw new Error('no ' + text); }
      }
      """;

  private static final String LEDGER_CLASS =
      """
      import { EventSourced, handler } from 'actjs';
      export class Ledger extends EventSourced<{ owner: string | null; n: number }, any> {
        static personal = ['/owner'];
        initialState() { return { owner: null, n: 0 }; }
        reduce(state: any, event: any) { if (event.owner) state.owner = event.owner; state.n++; }
        @handler('own') own({ owner, tag }: any) { if (tag) this.actjs.tag(tag); return [{ type: 'owned', owner }]; }
        @handler('add') add() { return [{ type: 'added' }]; }
      }
      """;

  private static final String NOTE_CLASS =
      """
      import { Actor, handler } from 'actjs';
      export class Note extends Actor<{ text: string }> {
        state = { text: '' };
        @handler('write') write({ text, tag }: any) { this.state.text = text; if (tag) this.actjs.tag(tag); return text; }
      }
      """;

  private Forgetting() {}

  static void publish(TestRuntime runtime) {
    runtime
        .publish("Patient", "1.0.0", PATIENT_CLASS)
        .publish("Ledger", "1.0.0", LEDGER_CLASS)
        .publish("Note", "1.0.0", NOTE_CLASS);
  }

  /** Everywhere where a person can be. */
  static void plant(TestRuntime runtime) {
    String admission = "{\"email\":\"%s\",\"tag\":\"%s\"}".formatted(SECRET, TAG);
    CallOptions keyed = CallOptions.DEFAULT.by(ALICE).keyed("once");
    TestRuntime.get(runtime.runtime().call(PATIENT, "admit", admission, keyed));
    runtime.call(PATIENT, "note", "\"" + SECRET + "\"");
    runtime.call(PATIENT, "visit", "null");
    runtime.call(PATIENT, "remind", "\"" + SECRET + "\"");
    runtime.call(PATIENT, "tick", "null");
    runtime.tell(PATIENT, "fail", "\"" + SECRET + "\"");
    Await.until(
        "the dead letter",
        () -> runtime.runtime().dueWork().deadLetters(DeadLetterQuery.of(PATIENT), 1).size() == 1);
    runtime.call(LEDGER, "own", "{\"owner\":\"%s\",\"tag\":\"%s\"}".formatted(SECRET, TAG));
    runtime.call(LEDGER, "add", "null");
    runtime.call(NOTE, "write", "{\"text\":\"%s\",\"tag\":\"%s\"}".formatted(SECRET, TAG));
    runtime.call(GONE, "write", "{\"text\":\"%s\"}".formatted(SECRET));
    runtime.delete(GONE);
    runtime.call(OTHER, "admit", "{\"email\":\"bob\"}");
    TestRuntime.get(
        runtime.runtime().call(OTHER, "remind", "\"later\"", CallOptions.DEFAULT.by(ALICE)));
    runtime.call(OTHER, "remind", "\"bobs\"");
    // It stays in the inbox.
    var unused = runtime.runtime().dueWork().pause(PATIENT.className(), PATIENT.id(), "test", "");
    runtime.tell(PATIENT, "note", "\"" + SECRET + "\"");
  }

  static Person byTag() {
    return new Person(null, List.of(TAG), List.of(GONE), null, false);
  }

  static Person byPrincipal() {
    return new Person(SECRET, List.of(TAG), List.of(GONE), null, false);
  }

  static StoredToken token() {
    return new StoredToken(
        "t1",
        Bytes.of(new byte[32]),
        SECRET,
        List.of(),
        null,
        "{}",
        SECRET,
        1,
        StoredToken.NEVER,
        0);
  }

  static AuditEntry entry() {
    return new AuditEntry("a1", 1, "root", "token.created", "t1", "{}");
  }

  /** What became of each actor, and of everything else. */
  record Report(Map<ActorRef, Fate> fates, ErasureCounts done) {}

  static Report look(ActorRuntime runtime, Person person) {
    return run(at -> runtime.personErasure().look(person, at));
  }

  static Report forget(ActorRuntime runtime, Person person) {
    return run(at -> runtime.personErasure().erase(person, at, "root"));
  }

  private interface Step {
    ErasureRound from(ErasurePlace at);
  }

  private static Report run(Step step) {
    Map<ActorRef, Fate> fates = new LinkedHashMap<>();
    ErasureCounts done = ErasureCounts.NONE;
    @Nullable ErasurePlace at = ErasurePlace.BEGIN;
    while (at != null) {
      // As a client has it.
      ErasureRound round = step.from(ErasurePlace.parse(at.toString()));
      for (OfActor each : round.actors()) {
        fates.put(each.ref(), each.fate());
      }
      done = done.plus(round.done());
      at = round.next();
    }
    return new Report(fates, done);
  }

  /** The files under the folder that have the text somewhere. */
  static List<String> filesWith(Path folder, String text) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          found.add(folder.relativize(file).toString());
        }
      }
    }
    return found;
  }
}
