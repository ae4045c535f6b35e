package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.client.Server;
import io.actjs.engine.script.ScriptIsolate.Request;
import java.net.URI;
import org.junit.jupiter.api.Test;

class CallsTest {
  @Test
  void aCallIsPendingUntilItsAnswerIsThere() throws InterruptedException {
    Calls calls =
        new Calls(
            new Connection(new Server(URI.create("http://127.0.0.1:1"), null, warning -> {})));
    for (int id = 0; id < 20_000; id++) {
      // Refused at once, without a connection: what counts is the moment of its answer.
      calls.start(new Request(id, "no such request", "{}"));
      Calls.Answer answer = null;
      while (answer == null) {
        boolean isQuiet = calls.isQuiet();
        answer = calls.poll(0);
        assertFalse(isQuiet && answer == null, "nothing is under way, and nothing was answered");
      }
    }
    assertTrue(calls.isQuiet());
  }
}
