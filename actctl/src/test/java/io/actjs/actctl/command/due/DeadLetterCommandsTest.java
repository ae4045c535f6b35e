package io.actjs.actctl.command.due;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterCommandsTest extends ShelfCommands {

  @BeforeEach
  void publish() throws IOException {
    String members =
        """
        @handler('refuse') refuse(): void { if (this.state.items === 0) this.actjs.abort('empty'); }
        @handler('send') send({ id }: { id: string }): void {
          this.actjs.tell({ class: '%s', id }, 'add');
        }
        """
            .formatted(name);
    publish(file("1.0.0", members), "1.0.0");
  }

  private JsonNode letters(String... more) {
    String[] line = new String[5 + more.length];
    System.arraycopy(
        new String[] {"dead-letter", "list", name, "--json", "--limit=1000"}, 0, line, 0, 5);
    System.arraycopy(more, 0, line, 5, more.length);
    return Json.parse(ok(line)).path("deadLetters");
  }

  private void giveUp(String id, int messages) throws InterruptedException {
    int before = letters().size();
    for (int i = 0; i < messages; i++) {
      ok("tell", name, id, "refuse");
    }
    awaitLetters(before + messages);
  }

  private void awaitLetters(int wanted) throws InterruptedException {
    Deadline deadline = new Deadline();
    while (letters().size() != wanted) {
      deadline.pause("dead letters: " + letters().size());
    }
  }

  @Test
  void oneIsNamedByItsMessage() throws InterruptedException {
    giveUp("a", 1);
    String id = letters().path(0).path("message").path("id").asText();
    assertEquals("sent again as " + id, ok("dead-letter", "retry", name, "a", id));
    awaitLetters(1);
    assertEquals("dropped " + id, ok("dead-letter", "drop", name, "a", id));
    assertEquals(0, letters().size());
    assertTrue(refused("dead-letter", "drop", name, "a", id).contains("DeadLetterNotFound"));
  }

  @Test
  void allOfAClassAreRetriedOnPagesOfTheServer() throws InterruptedException {
    giveUp("a", 101);
    giveUp("b", 1);
    ok("call", name, "a", "add");
    ok("call", name, "b", "add");
    assertEquals(
        "retried 0 dead letters", ok("dead-letter", "retry", name, "--all", "--older-than", "1h"));
    assertEquals("retried 102 dead letters", ok("dead-letter", "retry", name, "--all"));
    assertEquals(0, letters().size());
  }

  @Test
  void thoseOfOneActorAreDropped() throws InterruptedException {
    giveUp("a", 1);
    giveUp("b", 2);
    assertEquals("dropped 1 dead letter", ok("dead-letter", "drop", name, "a", "--all"));
    assertEquals(2, letters("--newer-than", "1h").size());
    JsonNode answer = Json.parse(ok("dead-letter", "drop", name, "--all", "--json"));
    assertEquals("{\"done\":2,\"refused\":[]}", answer.toString());
  }

  @Test
  void whatTheServerRefusesIsAWarningAndAnExitCode() throws InterruptedException {
    ok("call", name, "gone", "add");
    ok("actor", "delete", name, "gone");
    ok("call", name, "sender", "send", "{\"id\":\"gone\"}");
    awaitLetters(1);
    giveUp("a", 1);
    ok("call", name, "a", "add");

    Ran ran = at("dead-letter", "retry", name, "--all");
    assertEquals(1, ran.exit());
    assertEquals("retried 1 dead letter; 1 refused", ran.out());
    assertTrue(ran.err().matches("actctl: warning: " + name + "/gone \\S+: Gone: .*"), ran.err());
    JsonNode refused =
        Json.parse(at("dead-letter", "retry", name, "--all", "--json").out()).path("refused");
    assertEquals("Gone", refused.path(0).path("code").asText());
  }
}
