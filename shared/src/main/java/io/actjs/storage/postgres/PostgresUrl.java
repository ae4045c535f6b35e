package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.postgres.pool.Address;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The address of a database, in either of its two common forms: {@code
 * jdbc:postgresql://host:port/name?user=…} or {@code postgres://user:password@host:port/name}. Both
 * take several hosts, separated by commas: {@code targetServerType=primary} chooses among them.
 *
 * @param jdbc the JDBC URL, without the user and password of the other form
 * @param user null when the JDBC URL, or nothing, names one
 */
public record PostgresUrl(String jdbc, @Nullable String user, @Nullable String password)
    implements Address {
  private static final String JDBC = "jdbc:postgresql:";

  /**
   * @throws ActjsException {@code StorageUnavailable} when the text has neither form
   */
  public static PostgresUrl parse(String text) {
    PostgresUrl url = ofEither(text.strip());
    if (Driver.parseURL(url.jdbc(), null) == null) {
      throw malformed();
    }
    return url;
  }

  private static PostgresUrl ofEither(String text) {
    if (text.startsWith(JDBC)) {
      return new PostgresUrl(text, null, null);
    }
    if (!text.startsWith("postgres://") && !text.startsWith("postgresql://")) {
      throw malformed();
    }
    try {
      return ofUri(URI.create(text));
    } catch (IllegalArgumentException e) {
      // The cause would show the text, which may hold a password.
      throw malformed();
    }
  }

  private static PostgresUrl ofUri(URI uri) {
    String authority = uri.getRawAuthority();
    if (authority == null || uri.getPath() == null || uri.getPath().length() < 2) {
      throw malformed();
    }
    int at = authority.lastIndexOf('@');
    String hosts = authority.substring(at + 1);
    if (hosts.isEmpty()) {
      throw malformed();
    }
    String query = uri.getRawQuery();
    String jdbc = JDBC + "//" + hosts + uri.getRawPath() + (query == null ? "" : "?" + query);
    if (at < 0) {
      return new PostgresUrl(jdbc, null, null);
    }
    String userInfo = authority.substring(0, at);
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? new PostgresUrl(jdbc, decode(userInfo), null)
        : new PostgresUrl(
            jdbc, decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1)));
  }

  // In the user part of a URL a plus is a plus.
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ActjsException malformed() {
    return new ActjsException(
        ProblemCode.StorageUnavailable,
        "cannot parse the database URL: write it as postgres://user:password@host:5432/name"
            + " or jdbc:postgresql://host:5432/name?user=…&password=…");
  }

  @Override
  public String place() {
    String rest = jdbc.substring(JDBC.length());
    int query = rest.indexOf('?');
    String place = query < 0 ? rest : rest.substring(0, query);
    return "postgres:" + place;
  }

  @Override
  public String toString() {
    return place();
  }
}
