package io.actjs.actctl.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The same call without actctl: it shows that the server speaks plain HTTP. */
public final class Curl {
  private static final int CALL_WORDS = 5;

  private Curl() {}

  /** The {@code curl} line equivalent to an {@code actctl call} line. */
  public static Optional<String> of(URI server, String line) {
    List<String> words = ShellWords.split(line);
    boolean call = words.size() >= CALL_WORDS && words.get(1).equals("call");
    if (!call) {
      return Optional.empty();
    }
    String url = server + Server.path("v1", "actors", words.get(2), words.get(3), words.get(4));
    String body =
        words.size() > CALL_WORDS
            ? " -H 'content-type: application/json' -d " + ShellWords.quote(words.get(CALL_WORDS))
            : "";
    return Optional.of(
        "curl -X POST " + ShellWords.quote(url).replaceAll("^'(\\S+)'$", "$1") + body);
  }
}
