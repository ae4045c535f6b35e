package io.actjs.runtime;

import static io.actjs.runtime.FaultAtEveryStep.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tags, with every storage call failing or crashing in its turn. */
class TagsCrashTest {
  private static final ActorRef ANN = new ActorRef("Guest", "ann");

  /** The tag says how far the state is, so that the one without the other would show. */
  private static final String GUEST =
      """
      import { Actor, handler } from 'actjs';
      export class Guest extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('next') next() {
          this.actjs.untag('n' + this.state.n++);
          this.actjs.tag('n' + this.state.n, 'some');
          return this.state.n;
        }
        @handler('get') get() { return [this.state.n, this.actjs.tags()]; }
      }
      """;

  private static PublishedClass published;

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      setup.publish("Guest", "1.0.0", GUEST);
      published = setup.runtime().registry().get(new ClassRef("Guest", Version.parse("1.0.0")));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void scenario71TagsAndStateAreStoredTogetherOrNotAtAll(Fault fault) throws Exception {
    FaultAtEveryStep.run(fault, 5, Round::new);
  }

  private static final class Round implements FaultAtEveryStep.Round {
    private int acknowledged;
    private int tried;
    private boolean created;

    @Override
    public void prepare(MemoryDriver disk) {
      disk.registry().publish(published, List.of());
    }

    @Override
    public void drive(TestRuntime runtime) {
      for (int i = 0; i < 4; i++) {
        tried++;
        if (succeeds(() -> runtime.call(ANN, "next", "{}"))) {
          acknowledged++;
        }
      }
      created =
          succeeds(
              () ->
                  TestRuntime.get(
                      runtime
                          .runtime()
                          .found("Guest", "{}", List.of("created"), CallOptions.DEFAULT)));
    }

    @Override
    public void check(MemoryDriver disk, String where) {
      try (TestRuntime runtime = TestRuntime.start(disk)) {
        ActorHead head = disk.head(ANN);
        // The first turn, which creates the actor, has none yet.
        boolean isTagged = head != null && !head.tags().isEmpty();
        String n = isTagged ? head.tags().getFirst().substring(1) : "0";
        int done = Integer.parseInt(n);
        assertTrue(done >= acknowledged && done <= tried, where + ": " + done);
        String expected = done == 0 ? "[0,[]]" : "[%s,[\"n%s\",\"some\"]]".formatted(n, n);
        assertEquals(expected, runtime.call(ANN, "get", "{}"), where);
        List<ActorHead> some = disk.tagged("some", null, null, 9);
        assertEquals(isTagged ? List.of(head) : List.of(), some, where);
        int made = disk.tagged("created", null, null, 9).size();
        assertTrue(created ? made == 1 : made <= 1, where);
      }
    }
  }
}
