package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whoever asks is told of each refusal of a policy. */
class PolicyDenialsTest {
  private static final ActorRef NOTE = new ActorRef("Note", "n");
  private static final CallOptions ANN =
      CallOptions.DEFAULT.by(Principal.of("ann", List.of("writer")));
  private static final CallOptions EVE = CallOptions.DEFAULT.by(Principal.of("eve", List.of()));

  private final List<String> denials = new CopyOnWriteArrayList<>();

  private void denied(Envelope refused) {
    String sub = Objects.requireNonNull(refused.headers().principal()).sub();
    denials.add(sub + ' ' + refused.kind() + ' ' + refused.name() + ' ' + refused.target());
  }

  private static void refused(CompletableFuture<?> deed) {
    ActjsException refused = assertThrows(ActjsException.class, () -> TestRuntime.get(deed));
    assertEquals(ProblemCode.PolicyDenied, refused.code());
  }

  @Test
  void callsReadsDeletionsAndCreationsThatAreDeniedAreTold() {
    try (TestRuntime server =
        TestRuntime.start(new MemoryDriver(), options -> options.denials(this::denied))) {
      server.publish(
          "Note",
          "1.0.0",
          """
          import { Actor, handler } from 'actjs';
          export class Note extends Actor<any> {
            state: any = { n: 0 };
            static policy(principal: any) { return principal.roles.includes('writer'); }
            @handler('add') add() { return ++this.state.n; }
          }
          """);
      ActorRuntime runtime = server.runtime();
      refused(runtime.call(new ActorRef("Note", "new"), "add", "{}", EVE));
      assertEquals("1", TestRuntime.get(runtime.call(NOTE, "add", "{}", ANN)));
      assertEquals(1, denials.size(), denials::toString);
      refused(runtime.call(NOTE, "add", "{\"secret\":1}", EVE));
      refused(runtime.read(NOTE, EVE));
      refused(runtime.delete(NOTE, EVE));
    }
    assertEquals(
        List.of(
            "eve CALL add Note/new",
            "eve CALL add Note/n",
            "eve QUERY  Note/n",
            "eve DELETE  Note/n"),
        denials);
  }
}
