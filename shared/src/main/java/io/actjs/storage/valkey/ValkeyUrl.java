package io.actjs.storage.valkey;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Valkey: {@code redis://user:password@host:port/db}, or {@code rediss://} for
 * TLS; {@code valkey://} and {@code valkeys://} mean the same.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param user null for the default user
 */
public record ValkeyUrl(
    String host,
    int port,
    int database,
    boolean tls,
    @Nullable String user,
    @Nullable String password) {
  private static final int DEFAULT_PORT = 6379;
  private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,4}");

  /**
   * @throws ActjsException {@code SchemaInvalid} when the text has not this form; the message does
   *     not show it, for it may hold a password
   */
  public static ValkeyUrl parse(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    String path = uri.getPath();
    if (uri.getScheme() == null
        || uri.getHost() == null
        || uri.getPort() > 65_535
        || uri.getPort() == 0
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !DATABASE.matcher(path).matches()) {
      throw malformed();
    }
    int database = path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    return of(uri, isTls(uri.getScheme()), database);
  }

  private static boolean isTls(String scheme) {
    return switch (scheme) {
      case "redis", "valkey" -> false;
      case "rediss", "valkeys" -> true;
      default -> throw malformed();
    };
  }

  private static ValkeyUrl of(URI uri, boolean tls, int database) {
    String host = uri.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String userInfo = uri.getRawUserInfo();
    if (userInfo == null) {
      return new ValkeyUrl(bare, port, database, tls, null, null);
    }
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      // A user without a password cannot log in: what is meant is unclear.
      throw malformed();
    }
    String user = decode(userInfo.substring(0, colon));
    return new ValkeyUrl(
        bare,
        port,
        database,
        tls,
        user.isEmpty() ? null : user,
        decode(userInfo.substring(colon + 1)));
  }

  // In the user part of a URL a plus is a plus.
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ActjsException malformed() {
    return new ActjsException(
        ProblemCode.SchemaInvalid,
        "cannot parse the Valkey URL: write it as redis://user:password@host:6379/0,"
            + " or rediss:// for TLS");
  }

  /** Host, port and database, never the password: for messages. */
  public String place() {
    return (tls ? "rediss://" : "redis://")
        + (host.indexOf(':') < 0 ? host : "[" + host + "]")
        + ":"
        + port
        + (database == 0 ? "" : "/" + database);
  }

  @Override
  public String toString() {
    return place();
  }
}
