package io.actjs.actjsd.route;

import io.actjs.actjsd.connection.Departure;
import io.actjs.actjsd.http.Deadline;
import io.actjs.actjsd.http.JsonAnswer;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Timing;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.policy.Tab;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.CallTimes;
import io.actjs.wire.JsonText;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Calls a handler of an actor for a request whose body has been read: the same whether somebody
 * waits for the answer ({@link ActorRoutes}) or not ({@link QuickCalls}).
 */
final class ActorCall {
  private final ActorRuntime runtime;
  private final Pins pins;
  private final RequestRates rates;

  ActorCall(ActorRuntime runtime, Pins pins, RequestRates rates) {
    this.runtime = runtime;
    this.pins = pins;
    this.rates = rates;
  }

  /**
   * Begins the call.
   *
   * @param args raw JSON
   * @param response whose headers are set, some of them when the call has ended
   * @param tab takes what the answer has in use
   * @return what the request is answered with
   * @throws ActjsException when the request asks for what cannot be
   */
  CompletableFuture<JsonAnswer> begin(
      ActorRef ref, String method, String args, Request request, Response response, Tab tab) {
    long deadlineMs = Deadline.of(request);
    Pin pin = pins.of(request, response);
    rates.takeOfClass(request, response, ref.className(), pin.manifest());
    CallOptions options =
        RequestTerms.of(request, RequestTerms.asked(request, pin.options(deadlineMs)));
    CallTimes times = Timing.isWanted(request) ? new CallTimes() : null;
    CompletableFuture<Answer.Result> asked = runtime.ask(ref, method, args, options, tab, times);
    if (options.key() == null) {
      // Who has a key may come back for the answer.
      Departure.of(request, () -> asked.cancel(true));
    }
    return asked.handle(
        (result, error) -> {
          Departure.forget(request);
          if (times != null) {
            Timing.tell(response, times);
          }
          if (error != null) {
            tellWhatFailed(ref, pin, error, response);
            RequestTerms.tell(request, response, error);
            throw error instanceof CompletionException wrapped
                ? wrapped
                : new CompletionException(error);
          }
          Pins.tell(response, pin, result.ran());
          RequestTerms.tell(request, response, result.repeated());
          return answer(ref, method, result, pin);
        });
  }

  /** Names the version that ran, also when its handler failed. */
  private static void tellWhatFailed(ActorRef ref, Pin pin, Throwable error, Response response) {
    ClassRef ran =
        error instanceof ActjsException problem ? Pin.ranBefore(ref.className(), problem) : null;
    if (ran != null) {
      Pins.tell(response, pin, ran);
    }
  }

  private static JsonAnswer answer(ActorRef ref, String method, Answer.Result answered, Pin pin) {
    StringBuilder head = ActorJson.open(ref).append(",\"method\":");
    JsonText.quote(method, head);
    String result = answered.json();
    if (result != null) {
      head.append(",\"result\":");
    }
    StringBuilder tail = ActorJson.seq(new StringBuilder(), answered.seq());
    ActorJson.version(tail, answered.ran().version());
    return new JsonAnswer(
        200, head.toString(), result == null ? "" : result, pin.echo(tail).append('}').toString());
  }
}
