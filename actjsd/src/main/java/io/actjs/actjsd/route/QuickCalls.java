package io.actjs.actjsd.route;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.JsonAnswer;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.ProblemAnswers;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.SocketWriter;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.values.ValueForm;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.policy.Tab;
import io.actjs.wire.Problem;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The short way of a usual call: begun on the thread that reads the request, answered by the {@link
 * SocketWriter}, without a thread that waits and without a servlet. A request that is unusual, or
 * that takes long to read, goes the long way, to the route of the same path in {@link ActorRoutes}.
 */
public final class QuickCalls extends Handler.Wrapper {
  private static final String ACTORS = "/v1/actors/";
  private static final String OPERATION = "POST " + ActorRoutes.CALL;

  /** Bytes of a body that does not take long to parse. */
  private static final int SHORT_BODY = 16 << 10;

  private final Door door;
  private final RequestRates rates;
  private final ActorCall call;
  private final Admission admission;
  private final Pins pins;
  private final RequestBody bodies;
  private final SocketWriter writer;
  private final RequestMetrics.Route metrics;

  QuickCalls(
      Door door,
      RequestRates rates,
      ActorCall call,
      Admission admission,
      Pins pins,
      RequestBody bodies,
      SocketWriter writer,
      RequestMetrics.Route metrics) {
    this.door = door;
    this.rates = rates;
    this.call = call;
    this.admission = admission;
    this.pins = pins;
    this.bodies = bodies;
    this.writer = writer;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Target target = isUsual(request) ? Target.of(request.getHttpURI().getPath()) : null;
    if (target == null) {
      return super.handle(request, response, callback);
    }
    new Exchange(target, request, response, callback).begin();
    return true;
  }

  private boolean isUsual(Request request) {
    return HttpMethod.POST.is(request.getMethod())
        && request.getHttpURI().getQuery() == null
        && isShort(request)
        && ValueForm.of(request) == null
        && !RequestBody.isEncoded(request)
        && pins.isAtHand(request.getHeaders().get(Pins.HEADER))
        && door.isAtHand(request);
  }

  private static boolean isShort(Request request) {
    long length = request.getLength();
    return length <= SHORT_BODY
        && (length >= 0 || !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }

  /** What a path names that needs no decoding and that an actor may have. */
  record Target(ActorRef ref, String method) {
    static @Nullable Target of(String path) {
      if (!path.startsWith(ACTORS) || path.indexOf('%') >= 0) {
        return null;
      }
      int id = path.indexOf('/', ACTORS.length()) + 1;
      int method = path.indexOf('/', id) + 1;
      if (id == 0 || method == 0 || path.indexOf('/', method) >= 0) {
        return null;
      }
      String name = path.substring(method);
      if (!ActorRoutes.isName(name)) {
        return null;
      }
      try {
        return new Target(
            new ActorRef(path.substring(ACTORS.length(), id - 1), path.substring(id, method - 1)),
            name);
      } catch (ActjsException e) {
        // The route says why.
        return null;
      }
    }
  }

  /** One call, from its request to its answer. */
  private final class Exchange implements SocketWriter.Outgoing, Callback {
    private final long began = System.nanoTime();
    private final Tab body = new Tab(bodies.memory());
    private final Tab kept = new Tab(bodies.memory());
    private final Target target;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private boolean admitted;
    private @Nullable JsonAnswer answer;
    private @Nullable Problem problem;

    Exchange(Target target, Request request, Response response, Callback callback) {
      this.target = target;
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void begin() {
      // How long the answer may take is the call's deadline to say.
      request.addIdleTimeoutListener(timeout -> false);
      try {
        Identity sender = door.identify(request);
        if (rates.isAtHand(request, sender)) {
          admit(sender);
        } else {
          Thread.startVirtualThread(() -> admit(sender));
        }
      } catch (ActjsException e) {
        ended(null, e);
      }
    }

    private void admit(Identity sender) {
      try {
        rates.take(request, response, sender, OPERATION);
        admission.enter();
        admitted = true;
      } catch (RuntimeException | Error e) {
        ended(null, e);
        return;
      }
      var unused = bodies.bytes(request, body).whenComplete(this::read);
    }

    private void read(byte @Nullable [] bytes, @Nullable Throwable failure) {
      boolean here;
      try {
        here = bytes == null || rates.isAtHand(request, target.ref.className());
      } catch (RuntimeException | Error e) {
        body.close();
        ended(null, e);
        return;
      }
      if (here) {
        call(bytes, failure);
      } else {
        Thread.startVirtualThread(() -> call(bytes, failure));
      }
    }

    private void call(byte @Nullable [] bytes, @Nullable Throwable failure) {
      // What waits for the actor is charged by itself.
      try (body) {
        if (bytes == null) {
          ended(null, failure);
          return;
        }
        String args = RequestBody.arguments(request, bytes);
        var unused =
            call.begin(target.ref, target.method, args, request, response, kept)
                .whenComplete(this::ended);
      } catch (RuntimeException | Error e) {
        ended(null, e);
      }
    }

    private void ended(@Nullable JsonAnswer result, @Nullable Throwable failure) {
      answer = result;
      if (failure != null) {
        Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
        problem = ProblemAnswers.of(cause == null ? failure : cause, request);
      }
      writer.submit(this);
    }

    @Override
    public void write() {
      JsonAnswer result = answer;
      if (result != null && Reply.takesLong(response, result)) {
        Thread.startVirtualThread(() -> write(result));
      } else if (result != null) {
        Reply.json(response, result, this);
      } else if (problem != null) {
        ProblemAnswers.write(problem, response, this);
      }
    }

    /** What goes wrong here ends the connection, as it does on the thread that writes. */
    private void write(JsonAnswer result) {
      try {
        Reply.json(response, result, this);
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }

    @Override
    public void fail() {
      failed(new IOException("the answer could not be written"));
    }

    @Override
    public void succeeded() {
      close();
      callback.succeeded();
    }

    /** The client is gone. */
    @Override
    public void failed(Throwable cause) {
      close();
      callback.failed(cause);
    }

    private void close() {
      kept.close();
      metrics.answered(
          problem == null ? 200 : problem.code().httpStatus(), System.nanoTime() - began);
      if (admitted) {
        admission.leave();
      }
    }
  }
}
