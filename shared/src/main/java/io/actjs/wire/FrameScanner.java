package io.actjs.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON-RPC frames of the usual shape in one pass over their characters, without a parser: the
 * members of the protocol, each once, and no escapes but in arguments. It gives up at whatever is
 * unusual or wrong; {@link RpcRequest#parse} then reads the frame as if nobody had looked. What it
 * reads, it reads as the parser does.
 */
final class FrameScanner {
  /** Arrays and objects inside each other that arguments usually have at most. */
  private static final int USUAL_DEPTH = 32;

  /** Digits that the parser may have its own opinion about, beyond this many characters. */
  private static final int USUAL_NUMBER = 100;

  private final String frame;
  private int at;

  private boolean version2;
  private @Nullable String id;
  private @Nullable String method;
  private boolean hasParams;
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
  private @Nullable String who;
  private @Nullable String presence;
  private @Nullable String data;

  private FrameScanner(String frame) {
    this.frame = frame;
  }

  /** What the frame asks for; null when it is not a usual frame. */
  static @Nullable RpcRequest scan(String frame) {
    FrameScanner scanner = new FrameScanner(frame);
    return scanner.members(false) && scanner.next() == '\0' && scanner.at == frame.length()
        ? scanner.request()
        : null;
  }

  private @Nullable RpcRequest request() {
    return !version2 || method == null
        ? null
        : new RpcRequest(
            id,
            method,
            new RpcRequest.Params(
                hasParams,
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
                null,
                null));
  }

  /** Passes over an object; false when there is none, or one of its members is unusual. */
  private boolean members(boolean ofParams) {
    if (!take('{')) {
      return false;
    }
    if (take('}')) {
      return true;
    }
    do {
      String name = string();
      if (name == null || !take(':') || !(ofParams ? param(name) : member(name))) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean member(String name) {
    return switch (name) {
      case "jsonrpc" -> !version2 && (version2 = "2.0".equals(string()));
      case "id" -> id == null && (id = next() == '"' ? raw() : number()) != null;
      case "method" -> method == null && (method = string()) != null;
      case "params" -> !hasParams && (hasParams = members(true));
      default -> false;
    };
  }

  private boolean param(String name) {
    return switch (name) {
      case "class" -> className == null && (className = string()) != null;
      case "id" -> actorId == null && (actorId = string()) != null;
      case "method" -> handler == null && (handler = string()) != null;
      case "type" -> type == null && (type = string()) != null;
      case "subscriptionId" -> subscriptionId == null && (subscriptionId = string()) != null;
      case "args" -> args == null && (args = raw()) != null;
      case "payload" -> payload == null && (payload = raw()) != null;
      case "deadlineMs" -> deadlineMs == null && (deadlineMs = number()) != null;
      case "manifest" -> manifest == null && (manifest = string()) != null;
      case "pin" -> pin == null && (pin = string()) != null;
      case "idempotencyKey" -> idempotencyKey == null && (idempotencyKey = raw()) != null;
      case "ifSeq" -> ifSeq == null && (ifSeq = raw()) != null;
      case "mutationId" -> mutationId == null && (mutationId = raw()) != null;
      case "fromSeq" -> fromSeq == null && (fromSeq = textOrNumber()) != null;
      case "who" -> who == null && (who = raw()) != null;
      case "presence" -> presence == null && (presence = raw()) != null;
      case "data" -> data == null && (data = raw()) != null;
      default -> false;
    };
  }

  /** A text, or a number that the parser would not have an opinion about. */
  private @Nullable String textOrNumber() {
    if (next() == '"') {
      return string();
    }
    String number = number();
    return number == null || number.indexOf('.') >= 0 ? null : number;
  }

  /** The next character that is no white space, which stays; NUL at the end. */
  private char next() {
    while (at < frame.length()) {
      char c = frame.charAt(at);
      if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return c;
      }
      at++;
    }
    return '\0';
  }

  private boolean take(char wanted) {
    if (next() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /** The text of a string without escapes. */
  private @Nullable String string() {
    if (!take('"')) {
      return null;
    }
    int start = at;
    while (at < frame.length()) {
      char c = frame.charAt(at++);
      if (c == '"') {
        return frame.substring(start, at - 1);
      }
      if (c == '\\' || c < ' ') {
        return null;
      }
    }
    return null;
  }

  private @Nullable String number() {
    next();
    int start = at;
    return skipNumber() ? frame.substring(start, at) : null;
  }

  /** The raw text of any value. */
  private @Nullable String raw() {
    next();
    int start = at;
    return skipValue(0) ? frame.substring(start, at) : null;
  }

  private boolean skipValue(int depth) {
    return switch (next()) {
      case '{' -> depth < USUAL_DEPTH && skipObject(depth + 1);
      case '[' -> depth < USUAL_DEPTH && skipArray(depth + 1);
      case '"' -> skipString();
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    };
  }

  private boolean skipObject(int depth) {
    at++;
    if (take('}')) {
      return true;
    }
    do {
      if (next() != '"' || !skipString() || !take(':') || !skipValue(depth)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean skipArray(int depth) {
    at++;
    if (take(']')) {
      return true;
    }
    do {
      if (!skipValue(depth)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  /** Escapes of four digits are unusual: they may be halves of characters. */
  private boolean skipString() {
    at++;
    while (at < frame.length()) {
      char c = frame.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !skipEscape())) {
        return false;
      }
    }
    return false;
  }

  private boolean skipEscape() {
    return at < frame.length() && "\"\\/bfnrt".indexOf(frame.charAt(at++)) >= 0;
  }

  private boolean skipWord(String word) {
    boolean found = frame.startsWith(word, at);
    at += word.length();
    return found;
  }

  private boolean skipNumber() {
    int start = at;
    var unused = skipIf('-');
    if (!skipIf('0') && !skipDigits()) {
      return false;
    }
    if (skipIf('.') && !skipDigits()) {
      return false;
    }
    if (skipIf('e') || skipIf('E')) {
      unused = skipIf('-') || skipIf('+');
      if (!skipDigits()) {
        return false;
      }
    }
    return at - start <= USUAL_NUMBER;
  }

  private boolean skipDigits() {
    int start = at;
    while (at < frame.length() && frame.charAt(at) >= '0' && frame.charAt(at) <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean skipIf(char wanted) {
    if (at < frame.length() && frame.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }
}
