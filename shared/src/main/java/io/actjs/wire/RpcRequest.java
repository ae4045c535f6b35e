package io.actjs.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.actjs.model.ActjsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * One inbound JSON-RPC 2.0 frame, read in a single pass; arguments stay raw text.
 *
 * @param id raw JSON of the id (a string or a number), null for a notification
 */
public record RpcRequest(@Nullable String id, String method, Params params) {

  /**
   * The members of {@code params} that any method of the protocol knows; a member that is absent,
   * or not of its type, is null.
   *
   * @param isObject false when params are absent or not an object
   * @param args raw JSON
   * @param payload raw JSON
   * @param deadlineMs raw JSON
   * @param manifest the text of a string; of any other value but null the raw JSON, which names no
   *     manifest
   * @param pin likewise: how the manifest is meant
   * @param idempotencyKey raw JSON
   * @param ifSeq raw JSON
   * @param mutationId raw JSON
   * @param fromSeq the text of a string, or a whole number: a position; of any other value but null
   *     a text that is none
   * @param callId raw JSON: the id of another request
   * @param credit raw JSON
   * @param who raw JSON
   * @param presence raw JSON
   * @param data raw JSON
   */
  public record Params(
      boolean isObject,
      @Nullable String className,
      @Nullable String id,
      @Nullable String method,
      @Nullable String type,
      @Nullable String subscriptionId,
      @Nullable String args,
      @Nullable String payload,
      @Nullable String deadlineMs,
      @Nullable String manifest,
      @Nullable String pin,
      @Nullable String idempotencyKey,
      @Nullable String ifSeq,
      @Nullable String mutationId,
      @Nullable String fromSeq,
      @Nullable String who,
      @Nullable String presence,
      @Nullable String data,
      @Nullable String callId,
      @Nullable String credit) {}

  /** A frame that is not a request, and its answer. */
  public static final class InvalidFrame extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reply;

    InvalidFrame(String reply) {
      super(reply, null, false, false);
      this.reply = reply;
    }

    /** The frame that answers it. */
    public String reply() {
      return reply;
    }
  }

  /**
   * Reads a frame. One that is no JSON is answered under its id too, when that stands before the
   * fault: somebody waits for it.
   */
  public static RpcRequest parse(String frame) throws InvalidFrame {
    RpcRequest usual = FrameScanner.scan(frame);
    return usual == null ? parseAny(frame) : usual;
  }

  /** The same for a frame of any shape. */
  static RpcRequest parseAny(String frame) throws InvalidFrame {
    Reader reader = new Reader(frame);
    try (JsonParser parser = RawJson.parser(frame)) {
      return reader.read(parser);
    } catch (JsonProcessingException e) {
      throw new InvalidFrame(RpcFrames.parseError(reader.id, "parse error: " + RawJson.reason(e)));
    } catch (ActjsException e) {
      throw new InvalidFrame(RpcFrames.parseError(reader.id, "parse error: " + e.detail()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects the members of one frame while the parser passes over them. */
  private static final class Reader {
    private final String frame;
    private boolean version2;
    private boolean hasId;
    private @Nullable String id;
    private @Nullable String method;
    private boolean isObject;
    private @Nullable String className;
    private @Nullable String actorId;
    private @Nullable String handler;
    private @Nullable String type;
    private @Nullable String subscriptionId;
    private @Nullable String args;
    private @Nullable String payload;
    private @Nullable String deadlineMs;
    private @Nullable String manifest;
    private @Nullable String pin;
    private @Nullable String idempotencyKey;
    private @Nullable String ifSeq;
    private @Nullable String mutationId;
    private @Nullable String fromSeq;
    private @Nullable String callId;
    private @Nullable String credit;
    private @Nullable String who;
    private @Nullable String presence;
    private @Nullable String data;

    Reader(String frame) {
      this.frame = frame;
    }

    RpcRequest read(JsonParser parser) throws IOException, InvalidFrame {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          envelopeMember(parser.currentName(), parser.nextToken(), parser);
        }
      } else if (first == null) {
        throw new InvalidFrame(RpcFrames.parseError(null, "parse error: the frame is empty"));
      } else {
        parser.skipChildren();
      }
      RawJson.requireEnd(parser);
      if (first != JsonToken.START_OBJECT || !version2 || method == null || (hasId && id == null)) {
        throw new InvalidFrame(RpcFrames.invalidEnvelope(id));
      }
      return new RpcRequest(
          id,
          method,
          new Params(
              isObject,
              className,
              actorId,
              handler,
              type,
              subscriptionId,
              args,
              payload,
              deadlineMs,
              manifest,
              pin,
              idempotencyKey,
              ifSeq,
              mutationId,
              fromSeq,
              who,
              presence,
              data,
              callId,
              credit));
    }

    private void envelopeMember(String name, JsonToken value, JsonParser parser)
        throws IOException {
      switch (name) {
        case "jsonrpc" ->
            version2 = value == JsonToken.VALUE_STRING && parser.getText().equals("2.0");
        case "id" -> {
          hasId = true;
          boolean usable = value == JsonToken.VALUE_STRING || value.isNumeric();
          String raw = RawJson.cutValue(parser, frame);
          id = usable ? raw : null;
        }
        case "method" -> method = text(value, parser);
        case "params" -> params(value, parser);
        default -> parser.skipChildren();
      }
    }

    private void params(JsonToken value, JsonParser parser) throws IOException {
      isObject = value == JsonToken.START_OBJECT;
      if (!isObject) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "class" -> className = text(token, parser);
          case "id" -> actorId = text(token, parser);
          case "method" -> handler = text(token, parser);
          case "type" -> type = text(token, parser);
          case "subscriptionId" -> subscriptionId = text(token, parser);
          case "args" -> args = RawJson.cutValue(parser, frame);
          case "payload" -> payload = RawJson.cutValue(parser, frame);
          case "deadlineMs" -> deadlineMs = RawJson.cutValue(parser, frame);
          case "manifest" -> manifest = textOrRaw(token, parser);
          case "pin" -> pin = textOrRaw(token, parser);
          case "idempotencyKey" -> idempotencyKey = RawJson.cutValue(parser, frame);
          case "ifSeq" -> ifSeq = RawJson.cutValue(parser, frame);
          case "mutationId" -> mutationId = RawJson.cutValue(parser, frame);
          case "fromSeq" -> fromSeq = position(token, parser);
          case "callId" -> callId = RawJson.cutValue(parser, frame);
          case "credit" -> credit = RawJson.cutValue(parser, frame);
          case "who" -> who = RawJson.cutValue(parser, frame);
          case "presence" -> presence = RawJson.cutValue(parser, frame);
          case "data" -> data = RawJson.cutValue(parser, frame);
          default -> parser.skipChildren();
        }
      }
    }

    private @Nullable String position(JsonToken value, JsonParser parser) throws IOException {
      String text = textOrRaw(value, parser);
      // As text, a fraction would be a position.
      return value == JsonToken.VALUE_NUMBER_FLOAT ? "number " + text : text;
    }

    private @Nullable String textOrRaw(JsonToken value, JsonParser parser) throws IOException {
      if (value == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      return value == JsonToken.VALUE_NULL ? null : RawJson.cutValue(parser, frame);
    }

    private static @Nullable String text(JsonToken value, JsonParser parser) throws IOException {
      if (value == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      parser.skipChildren();
      return null;
    }
  }
}
