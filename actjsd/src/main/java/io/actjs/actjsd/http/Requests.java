package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What readers of requests need: the same request for routes and for those that have none. */
public final class Requests {
  private Requests() {}

  /** The request behind a route, as every reader of requests takes it. */
  public static Request request(Context ctx) {
    return servlet(ctx);
  }

  /** The response behind a route, for its headers; its body goes through {@link Reply}. */
  public static Response response(Context ctx) {
    return servlet(ctx).getServletContextResponse();
  }

  /** The response without what servlets add to media types, for a body that is somebody else's. */
  public static Response bare(Context ctx) {
    return servlet(ctx).getServletContextResponse().getWrapped();
  }

  private static ServletContextRequest servlet(Context ctx) {
    return ServletContextRequest.getServletContextRequest(ctx.req());
  }

  /**
   * The parameter, or null.
   *
   * @throws ActjsException {@code SchemaInvalid} when the query is malformed
   */
  public static @Nullable String parameter(Request request, String name) {
    // Few requests have a query; to ask for a parameter is to parse it.
    if (request.getHttpURI().getQuery() == null) {
      return null;
    }
    return parameters(request).getValue(name);
  }

  /**
   * All parameters.
   *
   * @throws ActjsException {@code SchemaInvalid} when the query is malformed
   */
  public static Fields parameters(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw malformed();
    }
  }

  /** The header or, when it is absent or empty, the parameter. */
  public static @Nullable String headerOr(Request request, String header, String parameter) {
    String text = request.getHeaders().get(header);
    return text == null || text.isEmpty() ? parameter(request, parameter) : text;
  }

  /**
   * The items of a header that is a list, whatever stands in them: a library that minds quotes
   * would refuse one of a client that does not.
   */
  static List<String> items(HttpFields headers, String name) {
    return headers.getValuesList(name).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  static ActjsException malformed() {
    return new ActjsException(
        ProblemCode.SchemaInvalid, "the query string is malformed; percent-encode it as UTF-8");
  }
}
