package io.actjs.actctl.command;

import io.actjs.actctl.client.Server;
import io.actjs.actjsd.tls.PemCertificates;
import io.actjs.model.ActjsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code --server}, else {@code ACTJS_URL}, else this machine; the authorities that vouch for it;
 * and the admin token.
 */
public final class ServerOption {
  public static final String DEFAULT_URL = "http://127.0.0.1:3000";

  /** Where a server and its clients find the admin token. */
  public static final String TOKEN_VARIABLE = "ACTJS_ADMIN_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = {"URL of the server.", "Default: $ACTJS_URL, else " + DEFAULT_URL})
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "Admin token of the server (prefer $ACTJS_ADMIN_TOKEN: other users can see options in"
              + " ps).")
  private @Nullable String token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "PEM file of the authorities to trust for an https server, instead of the system's.",
        "Default: $ACTJS_CA"
      })
  private @Nullable Path ca;

  /**
   * The server; nothing is sent yet.
   *
   * @param warnings receives the warnings of the server
   */
  Server server(Consumer<String> warnings) {
    Server server = new Server(address(), token(), warnings);
    Path authorities = authorities();
    return authorities == null ? server : server.trusting(trust(authorities));
  }

  private @Nullable Path authorities() {
    Path given = SharedOption.value(spec, ServerOption.class, it -> it.ca);
    if (given != null) {
      return given;
    }
    String fromEnvironment = System.getenv("ACTJS_CA");
    return fromEnvironment == null || fromEnvironment.isBlank() ? null : Path.of(fromEnvironment);
  }

  private SSLContext trust(Path authorities) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, PemCertificates.trust(authorities).getTrustManagers(), null);
      return context;
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), "--ca: " + e.detail(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private URI address() {
    String given = SharedOption.value(spec, ServerOption.class, it -> it.url);
    if (given != null) {
      return parse(given, "--server");
    }
    String fromEnvironment = System.getenv("ACTJS_URL");
    boolean unset = fromEnvironment == null || fromEnvironment.isBlank();
    return unset ? URI.create(DEFAULT_URL) : parse(fromEnvironment, "ACTJS_URL");
  }

  private @Nullable String token() {
    String option = SharedOption.value(spec, ServerOption.class, it -> it.token);
    String given = option != null ? option : System.getenv(TOKEN_VARIABLE);
    if (given == null || given.isBlank()) {
      return null;
    }
    if (!given.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new ParameterException(
          spec.commandLine(),
          "the admin token has characters that cannot be sent in an HTTP header");
    }
    return given;
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
        origin + " is not the URL of a server: \"" + text + "\"; expected, e.g., " + DEFAULT_URL;
    return cause == null
        ? new ParameterException(spec.commandLine(), message)
        : new ParameterException(spec.commandLine(), message, cause);
  }
}
