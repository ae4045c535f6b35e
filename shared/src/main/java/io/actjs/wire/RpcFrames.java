package io.actjs.wire;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/** Outbound JSON-RPC 2.0 frames. Ids, results, states and changes are raw JSON text. */
public final class RpcFrames {
  private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"id\":";
  private static final String METHOD = "{\"jsonrpc\":\"2.0\",\"method\":\"";
  private static final String SUBSCRIPTION = "\",\"params\":{\"subscriptionId\":";

  private static final String VALUE =
      "{\"jsonrpc\":\"2.0\",\"method\":\"actor.value\",\"params\":{\"callId\":";

  private RpcFrames() {}

  public static String result(String id, String result) {
    return HEAD + id + ",\"result\":" + result + "}";
  }

  /**
   * The reply of {@code actor.call}; of a handler that returned undefined it has no result.
   *
   * @param version the class version that ran
   * @param seq what subscribers have been shown when they have seen the call; negative to say
   *     nothing of it
   * @param warning about what the call was pinned to, or null
   */
  public static String callResult(
      String id, @Nullable String result, String version, long seq, @Nullable String warning) {
    String head =
        HEAD + id + ",\"result\":{" + (result == null ? "" : "\"result\":" + result + ",");
    String tail = warning == null ? "\"}}" : "\",\"warning\":" + JsonText.quote(warning) + "}}";
    String told = seq < 0 ? "" : "\"seq\":\"" + seq + "\",";
    return head + told + "\"version\":\"" + version + tail;
  }

  /** An error of the request itself: {@code -32000}, with the problem's code in {@code data}. */
  public static String error(String id, ActjsException error) {
    Problem problem = Problem.of(error);
    return error(id, -32000, problem);
  }

  public static String unknownMethod(String id, String method) {
    return error(
        id,
        -32601,
        new Problem(ProblemCode.UnknownMethod, "unknown method: " + abbreviate(method)));
  }

  public static String invalidParams(String id, String message) {
    return error(id, -32602, new Problem(ProblemCode.SchemaInvalid, message));
  }

  static String parseError(@Nullable String id, String message) {
    return error(id == null ? "null" : id, -32700, new Problem(ProblemCode.MalformedJson, message));
  }

  static String invalidEnvelope(@Nullable String id) {
    return error(
        id == null ? "null" : id,
        -32600,
        new Problem(
            ProblemCode.SchemaInvalid,
            "invalid jsonrpc envelope: send one object with jsonrpc \"2.0\", a string method and,"
                + " unless it is a notification, a string or number id"));
  }

  static String batchTooLong(int most) {
    return error(
        "null",
        -32600,
        new Problem(
            ProblemCode.LimitExceeded,
            "a batch may have " + most + " requests; send the others in another one"));
  }

  private static String error(String id, int code, Problem problem) {
    StringBuilder out = new StringBuilder(160).append(HEAD).append(id);
    out.append(",\"error\":{\"code\":").append(code).append(",\"message\":");
    JsonText.quote(problem.detail(), out);
    return out.append(",\"data\":").append(problem.toRpcData()).append("}}").toString();
  }

  /**
   * A value that the handler of a call has yielded.
   *
   * @param id of the call
   */
  public static String value(String id, String value) {
    return VALUE + id + ",\"value\":" + value + "}}";
  }

  /** What a subscription is told. */
  public static String notification(String subscriptionId, Notification what) {
    StringBuilder out = new StringBuilder(256 + what.chars());
    out.append(METHOD).append(what.name()).append(SUBSCRIPTION);
    JsonText.quote(subscriptionId, out);
    what.members(out.append(','));
    return out.append("}}").toString();
  }

  private static String abbreviate(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
