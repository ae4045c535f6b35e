package io.actjs.actjsd.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says in {@code Forwarded} (RFC 7239, 4), without quotes and escapes.
 *
 * @param node {@code for}
 */
record ForwardedElement(@Nullable String node, @Nullable String proto, @Nullable String host) {

  /**
   * The elements of one header.
   *
   * @throws IllegalArgumentException when it is malformed. A quote that nobody closes would swallow
   *     the elements of later proxies, so all of it has to be well-formed.
   */
  static List<ForwardedElement> parse(String header) {
    List<ForwardedElement> all = new ArrayList<>();
    Reader reader = new Reader(header);
    while (reader.hasMore()) {
      ForwardedElement element = reader.element();
      if (element != null) {
        all.add(element);
      }
    }
    return all;
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    boolean hasMore() {
      return at < text.length();
    }

    /** Up to and with the next comma; null when there is nothing before it. */
    @Nullable ForwardedElement element() {
      @Nullable String node = null;
      @Nullable String proto = null;
      @Nullable String host = null;
      boolean empty = true;
      while (true) {
        blanks();
        if (isAt(',') || !hasMore()) {
          at++;
          return empty ? null : new ForwardedElement(node, proto, host);
        }
        if (isAt(';')) {
          at++;
          continue;
        }
        empty = false;
        String name = token().toLowerCase(Locale.ROOT);
        require('=');
        String value = isAt('"') ? quoted() : token();
        switch (name) {
          case "for" -> node = once(node, value);
          case "proto" -> proto = once(proto, value);
          case "host" -> host = once(host, value);
          default -> {
            // "by" and extensions say nothing about the client.
          }
        }
        blanks();
        if (hasMore() && !isAt(';') && !isAt(',')) {
          throw malformed();
        }
      }
    }

    private static String once(@Nullable String before, String value) {
      if (before != null) {
        throw malformed();
      }
      return value;
    }

    private boolean isAt(char c) {
      return hasMore() && text.charAt(at) == c;
    }

    private void blanks() {
      while (isAt(' ') || isAt('\t')) {
        at++;
      }
    }

    private void require(char c) {
      if (!isAt(c)) {
        throw malformed();
      }
      at++;
    }

    private String token() {
      int start = at;
      while (hasMore() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw malformed();
      }
      return text.substring(start, at);
    }

    /** RFC 9110, 5.6.2; and a colon, which proxies leave without quotes in {@code host:port}. */
    private static boolean isTokenCharacter(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "!#$%&'*+-.^_`|~:".indexOf(c) >= 0;
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; hasMore(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toString();
        }
        if (c == '\\') {
          at++;
          if (!hasMore()) {
            break;
          }
          c = text.charAt(at);
        }
        value.append(c);
      }
      throw malformed();
    }

    private static IllegalArgumentException malformed() {
      return new IllegalArgumentException("not as RFC 7239 has it");
    }
  }
}
