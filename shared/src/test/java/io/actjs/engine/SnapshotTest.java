package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A class with a {@code snapshot()} of its own stores another form than it works on. */
class SnapshotTest {
  private static final String TAGS =
      """
      return class Tags extends Actor {
        state = { words: ["b", "a"], scratch: 1 };
        onActivate() { this.state.scratch = 100; }
        snapshot() { return { words: [...this.state.words].sort(), owner: this.state.owner }; }
        static _handlers = {
          add({ word }) { this.state.words.push(word); },
          own({ owner }) { this.state.owner = owner; },
          drop({ word }) { this.state.words = this.state.words.filter(other => other !== word); },
          scribble() { this.state.scratch++; return this.state.scratch; },
          spoil() { this.state.owner = new Proxy({}, {}); this.state.words = null; },
          bad() { this.state.owner = 1; this.state.words.push({ at: new Date(0) }); },
        };
      }
      """;

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void journalHoldsTheSnapshotsDifferences() {
    LiveActor tags = stage.create(TAGS);
    assertEquals(
        List.of("[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"words\":[\"a\",\"b\"]}}]"),
        tags.journal);
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/words/0\",\"value\":\"A\"},"
            + "{\"op\":\"replace\",\"path\":\"/words/1\",\"value\":\"a\"},"
            + "{\"op\":\"add\",\"path\":\"/words/2\",\"value\":\"b\"}]",
        tags.call("add", "{\"word\":\"A\"}").change());
    assertEquals(
        "[{\"op\":\"add\",\"path\":\"/owner\",\"value\":{\"n\":1}}]",
        tags.call("own", "{\"owner\":{\"n\":1}}").change());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/owner/n\",\"value\":2}]",
        tags.call("own", "{\"owner\":{\"n\":2}}").change());
    assertEquals("[]", tags.call("scribble").change());
    assertEquals("102", tags.call("scribble").result());
    assertEquals(
        "[{\"op\":\"remove\",\"path\":\"/words/2\"}]",
        tags.call("drop", "{\"word\":\"b\"}").change());
    String stored = tags.state();
    assertEquals("{\"words\":[\"A\",\"a\"],\"owner\":{\"n\":2}}", stored);
    LiveActor again = tags.replayed();
    assertEquals(stored, again.state());
    assertEquals("101", again.call("scribble").result());
    again.call("add", "{\"word\":\"c\"}");
    assertEquals(
        "{\"words\":[\"A\",\"a\",\"c\"],\"owner\":{\"n\":2}}",
        tags.recovered(again.state(), List.of()).state());
  }

  @Test
  void failedTurnLeavesNothing() {
    LiveActor tags = stage.create(TAGS);
    assertEquals(ProblemCode.HandlerError, tags.fail("spoil").code());
    assertEquals(ProblemCode.StateNotSerializable, tags.fail("bad").code());
    assertEquals("{\"words\":[\"a\",\"b\"]}", tags.state());
    assertEquals("[]", tags.call("scribble").change());
  }
}
