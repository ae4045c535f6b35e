package io.actjs.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.actjs.model.ActjsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A JSON-RPC 2.0 batch: an array of requests in one frame. */
public final class RpcBatchText {
  private RpcBatchText() {}

  /** Whether the frame is a batch, if it is anything. */
  public static boolean isBatch(String frame) {
    for (int at = 0; at < frame.length(); at++) {
      char c = frame.charAt(at);
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return c == '[';
      }
    }
    return false;
  }

  /**
   * The frames that the batch is made of, which may be no requests.
   *
   * @param most requests of a batch
   * @throws RpcRequest.InvalidFrame when it is no JSON, empty, or has more
   */
  public static List<String> split(String frame, int most) throws RpcRequest.InvalidFrame {
    List<String> requests = new ArrayList<>();
    try (JsonParser parser = RawJson.parser(frame)) {
      parser.nextToken();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        if (next == null) {
          throw new RpcRequest.InvalidFrame(
              RpcFrames.parseError(null, "parse error: the batch has no end"));
        }
        if (requests.size() == most) {
          throw new RpcRequest.InvalidFrame(RpcFrames.batchTooLong(most));
        }
        requests.add(RawJson.cutValue(parser, frame));
      }
      RawJson.requireEnd(parser);
    } catch (JsonProcessingException e) {
      throw new RpcRequest.InvalidFrame(
          RpcFrames.parseError(null, "parse error: " + RawJson.reason(e)));
    } catch (ActjsException e) {
      throw new RpcRequest.InvalidFrame(RpcFrames.parseError(null, "parse error: " + e.detail()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (requests.isEmpty()) {
      throw new RpcRequest.InvalidFrame(RpcFrames.invalidEnvelope(null));
    }
    return requests;
  }
}
