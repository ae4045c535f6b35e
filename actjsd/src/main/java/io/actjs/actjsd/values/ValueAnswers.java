package io.actjs.actjsd.values;

import io.actjs.actjsd.connection.Departure;
import io.actjs.actjsd.http.Deadline;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.values.ValueStream.Item;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.wire.JsonText;
import io.actjs.wire.Problem;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls value by value, each written before more is asked for than a reader may have
 * waiting. A call that fails before its first value is answered as any other; one that fails later
 * ends with a message that says so. An answer without a last message was cut off.
 */
public final class ValueAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ValueAnswers.class);

  private final ActorRuntime runtime;
  private final Pins pins;
  private final RequestRates rates;
  private final long keepAliveMs;
  private final long patienceMs;

  /**
   * @param keepAliveMs after which a quiet answer says that it goes on
   * @param patienceMs a reader that takes nothing for this time is cut off
   */
  public ValueAnswers(
      ActorRuntime runtime, Pins pins, RequestRates rates, long keepAliveMs, long patienceMs) {
    this.rates = rates;
    this.runtime = runtime;
    this.pins = pins;
    this.keepAliveMs = keepAliveMs;
    this.patienceMs = patienceMs;
  }

  /**
   * Makes the call and writes what it yields, until one of both ends it.
   *
   * @param args raw JSON
   * @throws ActjsException before anything is written
   */
  public void serve(Context ctx, ActorRef ref, String method, String args, ValueForm form)
      throws IOException, InterruptedException {
    Request request = Requests.request(ctx);
    Response response = Requests.response(ctx);
    Pin pin = pins.of(request, response);
    rates.takeOfClass(request, response, ref.className(), pin.manifest());
    CallOptions options =
        RequestTerms.of(request, RequestTerms.asked(request, pin.options(Deadline.of(request))));
    ValueStream values = new ValueStream();
    CallStream call = runtime.stream(ref, method, args, options, values.asked(), values);
    Departure.of(request, call::cancel);
    try {
      Item first = values.take();
      switch (first) {
        case Item.Failed(var reason) -> {
          RequestTerms.tell(request, response, reason);
          throw reason;
        }
        case Item.Ended(var result) -> {
          Pins.tell(response, pin, result.ran());
          RequestTerms.tell(request, response, result.repeated());
        }
        case Item.Value value -> RequestTerms.tell(request, response, false);
      }
      head(ctx.res(), form);
      EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
      long usual = connection.getIdleTimeout();
      connection.setIdleTimeout(patienceMs);
      new Writing(ctx.res().getOutputStream(), form, values, call).from(first);
      connection.setIdleTimeout(usual);
    } catch (IOException e) {
      LOG.debug("the reader of a call's values has gone", e);
      throw e;
    } finally {
      Departure.forget(request);
      // Does nothing when it has ended.
      var unused = call.cancel();
      values.close();
    }
  }

  private static void head(HttpServletResponse response, ValueForm form) {
    response.setStatus(200);
    response.setContentType(form.mediaType());
    response.setHeader("Cache-Control", "no-cache, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
  }

  private final class Writing {
    private final OutputStream out;
    private final ValueForm form;
    private final ValueStream values;
    private final CallStream call;

    Writing(OutputStream out, ValueForm form, ValueStream values, CallStream call) {
      this.out = out;
      this.form = form;
      this.values = values;
      this.call = call;
    }

    void from(Item first) throws IOException, InterruptedException {
      Item item = first;
      while (item == null || !isLast(item)) {
        item = values.poll(keepAliveMs);
        if (item == null && form.keepAlive().length > 0) {
          out.write(form.keepAlive());
          out.flush();
        }
      }
    }

    /** Writes what came. */
    private boolean isLast(Item item) throws IOException {
      switch (item) {
        case Item.Value value -> {
          try {
            out.write(form.message("value", "{\"value\":" + value.json() + '}'));
            if (values.isEmpty()) {
              out.flush();
            }
          } finally {
            values.written(value, call);
          }
          return false;
        }
        case Item.Ended(var result) -> {
          byte[] message = form.message("result", json(result));
          result.charge().close();
          out.write(message);
        }
        case Item.Failed(var reason) ->
            out.write(form.message("error", "{\"error\":" + Problem.of(reason).toJson() + '}'));
      }
      out.flush();
      return true;
    }

    private static String json(Answer.Result result) {
      StringBuilder json = new StringBuilder("{");
      if (result.json() != null) {
        json.append("\"result\":").append(result.json()).append(',');
      }
      if (result.seq() >= 0) {
        json.append("\"seq\":\"").append(result.seq()).append("\",");
      }
      JsonText.quote(result.ran().version().toString(), json.append("\"version\":"));
      return json.append('}').toString();
    }
  }
}
