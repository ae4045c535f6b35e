package io.actjs.actctl;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --server}, else {@code ACTJS_URL}, else this machine. */
final class ServerOption {
  static final String DEFAULT_URL = "http://127.0.0.1:3000";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The server to talk to (default: $ACTJS_URL, else " + DEFAULT_URL + ").")
  private @Nullable String url;

  /** The server; nothing is sent yet. */
  Server server() {
    String fromEnvironment = System.getenv("ACTJS_URL");
    if (url != null) {
      return new Server(parse(url, "--server"));
    }
    boolean unset = fromEnvironment == null || fromEnvironment.isBlank();
    return new Server(unset ? URI.create(DEFAULT_URL) : parse(fromEnvironment, "ACTJS_URL"));
  }

  private URI parse(String text, String origin) {
    try {
      URI uri = new URI(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrongUrl(text, origin, e);
    }
    throw wrongUrl(text, origin, null);
  }

  private ParameterException wrongUrl(String text, String origin, @Nullable Throwable cause) {
    String message =
        origin + " is not a server address: \"" + text + "\"; write it like " + DEFAULT_URL;
    return cause == null
        ? new ParameterException(spec.commandLine(), message)
        : new ParameterException(spec.commandLine(), message, cause);
  }
}
