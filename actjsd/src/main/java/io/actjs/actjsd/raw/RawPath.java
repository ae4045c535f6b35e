package io.actjs.actjsd.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** The segments of a path, each decoded by itself: an id may have a slash in it. */
final class RawPath {
  private RawPath() {}

  /**
   * @param path as it was sent, beginning with a slash
   * @throws ActjsException {@code SchemaInvalid} when it is not percent-encoded UTF-8
   */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(segment.indexOf('%') < 0 ? segment : decoded(segment));
    }
    return segments;
  }

  private static String decoded(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%') {
        bytes.write(octet(segment, i + 1));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static int octet(String segment, int at) {
    int high = at + 1 < segment.length() ? Character.digit(segment.charAt(at), 16) : -1;
    int low = at + 1 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw malformed();
    }
    return high * 16 + low;
  }

  private static ActjsException malformed() {
    return new ActjsException(
        ProblemCode.SchemaInvalid, "the path is malformed; percent-encode it as UTF-8");
  }
}
