package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a call took, for clients that ask. */
class TimingTest {
  private static final Pattern ALL =
      Pattern.compile("queue;dur=([0-9.]+), run;dur=([0-9.]+), store;dur=([0-9.]+)");

  @TempDir Path temp;

  private static Answer call(DaemonFixture server, String path, String... headers) {
    HttpRequest.Builder request = server.request("/v1/actors/" + path);
    return server.send(
        (headers.length == 0 ? request : request.headers(headers))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aCallSaysHowLongItWaitedRanAndWasStored() {
    try (DaemonFixture server =
        DaemonFixture.at(temp)
            .with("Counter", Sources.COUNTER)
            .with(
                "Sleeper",
                """
                import { Actor, handler } from 'actjs';
                export class Sleeper extends Actor<{ n: number }> {
                  state = { n: 0 };
                  @handler('sleep') sleep() {
                    let sum = 0;
                    for (let i = 0; i < 5e7; i++) sum += i % 7;
                    this.state.n = sum;
                  }
                }
                """)) {
      for (String query : new String[] {"", "?deadlineMs=30000"}) {
        Answer plain = call(server, "Counter/a/inc" + query);
        assertEquals("", plain.assertStatus(200).header("server-timing"));
        Answer timed =
            call(server, "Sleeper/a/sleep" + query, "prefer", "respond-async, Server-Timing");
        Matcher parts = ALL.matcher(timed.assertStatus(200).header("server-timing"));
        assertTrue(parts.matches(), timed.header("server-timing"));
        double run = Double.parseDouble(parts.group(2));
        assertTrue(run >= 5 && run < 30_000, timed.header("server-timing"));
        assertEquals("server-timing", timed.header("preference-applied"));
        Answer failed = call(server, "Counter/a/fail" + query, "prefer", "server-timing");
        failed.assertProblem(ProblemCode.HandlerError);
        assertTrue(
            failed.header("server-timing").matches("queue;dur=[0-9.]+, run;dur=[0-9.]+"),
            failed.header("server-timing"));
        Answer refused = call(server, "Nobody/a/inc" + query, "prefer", "server-timing");
        refused.assertProblem(ProblemCode.UnknownClass);
      }
    }
  }
}
