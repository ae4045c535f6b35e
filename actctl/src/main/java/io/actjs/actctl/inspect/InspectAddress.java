package io.actjs.actctl.inspect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where debuggers attach.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port 0 picks a free one
 */
public record InspectAddress(String host, int port) {
  public static final String DEFAULT = "127.0.0.1:9229";

  private static final Pattern TEXT =
      Pattern.compile("(?:(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):)?(?<port>\\d{1,5})");

  /**
   * @throws IllegalArgumentException when it is not {@code [HOST:]PORT}
   */
  public static InspectAddress of(String text) {
    Matcher parts = TEXT.matcher(text);
    int port = parts.matches() ? Integer.parseInt(parts.group("port")) : -1;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "'" + text + "' is not [HOST:]PORT, such as 9229 or 127.0.0.1:9229");
    }
    String host = parts.group("host");
    return new InspectAddress(host == null ? "127.0.0.1" : host.replaceAll("[\\[\\]]", ""), port);
  }
}
