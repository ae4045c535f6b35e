package io.actjs.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Writes JSON as text: documents are put together from raw parts, never from trees. */
public final class JsonText {
  private JsonText() {}

  /** Appends the text as a JSON string, quotes included. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(text, out);
    }
    out.append('"');
  }

  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(text, out);
    return out.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
