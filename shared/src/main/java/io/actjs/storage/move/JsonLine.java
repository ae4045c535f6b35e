package io.actjs.storage.move;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a JSON object on one line. Members that are null are omitted. */
final class JsonLine {
  private final StringBuilder out = new StringBuilder("{");
  private boolean hasMembers;

  /** A line whose first member is its type. */
  static JsonLine of(String type) {
    return new JsonLine().text("type", type);
  }

  JsonLine text(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      quote(value);
    }
    return this;
  }

  /** A member whose name is not part of this format. */
  JsonLine member(String name, String value) {
    out.append(hasMembers ? "," : "");
    quote(name);
    out.append(':');
    quote(value);
    hasMembers = true;
    return this;
  }

  JsonLine number(String name, @Nullable Long value) {
    if (value != null) {
      name(name);
      out.append(value.longValue());
    }
    return this;
  }

  JsonLine truth(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  /** An object as a member. */
  JsonLine object(String name, JsonLine value) {
    name(name);
    out.append(value.end());
    return this;
  }

  JsonLine optionalObject(String name, @Nullable JsonLine value) {
    return value == null ? this : object(name, value);
  }

  /** An array as a member; one without elements is left out. */
  JsonLine objects(String name, List<JsonLine> values) {
    if (!values.isEmpty()) {
      name(name);
      out.append(values.stream().map(JsonLine::end).collect(Collectors.joining(",", "[", "]")));
    }
    return this;
  }

  /** An array of texts as a member. */
  JsonLine texts(String name, Iterable<String> values) {
    name(name);
    char before = '[';
    for (String value : values) {
      out.append(before);
      quote(value);
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
    return this;
  }

  String end() {
    return out.append('}').toString();
  }

  private void name(String name) {
    out.append(hasMembers ? ",\"" : "\"").append(name).append("\":");
    hasMembers = true;
  }

  private void quote(String text) {
    out.append('"');
    int from = 0;
    for (int i = loneSurrogate(text, 0); i < text.length(); i = loneSurrogate(text, from)) {
      encode(text.substring(from, i));
      // It has no UTF-8 form.
      out.append("\\u").append(Integer.toHexString(text.charAt(i)));
      from = i + 1;
    }
    encode(from == 0 ? text : text.substring(from));
    out.append('"');
  }

  private void encode(String text) {
    JsonStringEncoder.getInstance().quoteAsString(text, out);
  }

  /** The index of the next lone surrogate; the length of the text if there is none. */
  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return text.length();
  }
}
