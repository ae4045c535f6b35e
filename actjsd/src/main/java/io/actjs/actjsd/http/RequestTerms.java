package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.CallOptions;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which a request is done: once under its idempotency key, and only on the state that
 * its client has seen.
 */
public final class RequestTerms {
  private static final String KEY = "Idempotency-Key";
  private static final String MUTATION = "X-Actjs-Mutation-Id";
  private static final String REPLAYED = "Idempotency-Replayed";
  static final String WEAK = "W/";

  private RequestTerms() {}

  /**
   * The options with the terms of the request.
   *
   * @throws ActjsException {@code SchemaInvalid} for headers that say something else
   */
  public static CallOptions of(Request request, CallOptions options) {
    String match = single(request, HttpHeader.IF_MATCH.asString());
    CallOptions keyed = keyed(request, options).mutation(single(request, MUTATION));
    return match == null ? keyed : keyed.ifSeq(seqOf(match));
  }

  /** The options with who sends the request, and the name that it has in the log. */
  public static CallOptions asked(Request request, CallOptions options) {
    return options.traced(RequestName.of(request)).by(RequestPrincipal.of(request));
  }

  /** The options with the idempotency key of the request alone. */
  public static CallOptions keyed(Request request, CallOptions options) {
    return options.keyed(single(request, KEY));
  }

  private static @Nullable String single(Request request, String name) {
    // Almost no request has one.
    if (!request.getHeaders().contains(name)) {
      return null;
    }
    List<String> values = request.getHeaders().getValuesList(name);
    if (values.size() > 1) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, name + " stands for one request: send it once");
    }
    return values.getFirst().strip();
  }

  private static long seqOf(String etag) {
    // An answer that was compressed has it weak; the state is the same one.
    String strong = etag.startsWith(WEAK) ? etag.substring(WEAK.length()) : etag;
    boolean quoted = strong.length() > 2 && strong.startsWith("\"") && strong.endsWith("\"");
    if (!quoted) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "If-Match takes one ETag as a read gave it, such as \"12\" with its quotes, not " + etag);
    }
    return seq("If-Match", strong.substring(1, strong.length() - 1));
  }

  /**
   * The number of a turn.
   *
   * @throws ActjsException {@code SchemaInvalid} for anything else
   */
  public static long seq(String name, String text) {
    return WholeNumber.parse(name, text, 0, Long.MAX_VALUE);
  }

  /** The name of a state among those that the actor has had. */
  public static String etag(long seq) {
    return "\"" + seq + '"';
  }

  /** Whether the client has already what the name stands for. */
  public static boolean has(Request request, String etag) {
    return Requests.items(request.getHeaders(), HttpHeader.IF_NONE_MATCH.asString()).stream()
        .anyMatch(name -> name.equals("*") || name.equals(etag) || name.equals(WEAK + etag));
  }

  /** Says in the answer's headers under which key it was given, and whether before. */
  public static void tell(Request request, Response response, boolean repeated) {
    String key = request.getHeaders().get(KEY);
    if (key != null) {
      response.getHeaders().put(KEY, key);
    }
    if (repeated) {
      response.getHeaders().put(REPLAYED, "true");
    }
  }

  /** The same for a request that failed. */
  public static void tell(Request request, Response response, Throwable failure) {
    if (failure instanceof ActjsException e) {
      tell(request, response, e.isRepeated());
    }
  }
}
