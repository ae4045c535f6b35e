package io.actjs.actctl.command;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.config.ConfigPlaces;
import io.actjs.actctl.config.Keys;
import io.actjs.actctl.config.Layers;
import io.actjs.actctl.config.Setting;
import io.actjs.actctl.credential.Credentials;
import io.actjs.actjsd.tls.PemCertificates;
import io.actjs.model.ActjsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code --server} and {@code --ca}, or what {@link io.actjs.actctl.config.ConfiguredOptions} has
 * given them, else this machine; and the token to present.
 */
public final class ServerOption {
  public static final String DEFAULT_URL = Keys.DEFAULT_SERVER;

  /** Where a server and its clients find the admin token. */
  public static final String TOKEN_VARIABLE = "ACTJS_ADMIN_TOKEN";

  private static final Set<String> PLACES =
      Set.of(ConfigPlaces.SYSTEM_VARIABLE, Credentials.FOLDER_VARIABLE, "XDG_CONFIG_HOME");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = {
        "URL of the server.",
        "Default: $ACTJS_URL, else the configuration (actctl config), else " + DEFAULT_URL
      })
  private @Nullable String url;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = {
        "Profile of the configuration that names the server ([profile.NAME]).",
        "Default: $ACTJS_PROFILE"
      })
  @SuppressWarnings("UnusedVariable") // The configuration reads it from the line.
  private @Nullable String profile;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "Token to present (prefer $ACTJS_ADMIN_TOKEN: other users can see options in ps; default:"
              + " the one that \"actctl start\" of this user has kept for the server).")
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
   * The server that commands talk to in a folder, unless an option or a variable names another.
   *
   * @param any a command of the command line
   * @throws io.actjs.actctl.screen.Failure when the configuration is malformed
   */
  public static String usual(CommandSpec any, Path folder) {
    Keys keys = Keys.of(any);
    Setting server =
        Layers.read(keys, folder, ServerOption::placeOnly).find(keys.require("server"), null);
    return server == null ? DEFAULT_URL : server.text();
  }

  /** The variables that say where files are. */
  private static @Nullable String placeOnly(String variable) {
    return PLACES.contains(variable) ? System.getenv(variable) : null;
  }

  /**
   * The server; nothing is sent yet.
   *
   * @param warnings receives the warnings of the server
   */
  public Server server(Consumer<String> warnings) {
    return server(address(), warnings);
  }

  /**
   * The server at an address that a command names by itself.
   *
   * @param url of the server
   * @param warnings receives the warnings of the server
   */
  public Server server(String url, Consumer<String> warnings) {
    return server(parse(url), warnings);
  }

  private Server server(URI address, Consumer<String> warnings) {
    Server server = new Server(address, token(address), warnings);
    Path authorities = SharedOption.value(spec, ServerOption.class, it -> it.ca);
    return authorities == null ? server : server.trusting(trust(authorities));
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
    return given == null ? URI.create(DEFAULT_URL) : parse(given);
  }

  private @Nullable String token(URI address) {
    String option = SharedOption.value(spec, ServerOption.class, it -> it.token);
    String given = option != null ? option : System.getenv(TOKEN_VARIABLE);
    if (given == null || given.isBlank()) {
      return Credentials.ofUser().find(address);
    }
    if (!given.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new ParameterException(
          spec.commandLine(), "the token has characters that cannot be sent in an HTTP header");
    }
    return given;
  }

  private URI parse(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrongUrl(text, e);
    }
    throw wrongUrl(text, null);
  }

  private ParameterException wrongUrl(String text, @Nullable Throwable cause) {
    String message =
        "--server is not the URL of a server: \"" + text + "\"; expected, e.g., " + DEFAULT_URL;
    return cause == null
        ? new ParameterException(spec.commandLine(), message)
        : new ParameterException(spec.commandLine(), message, cause);
  }
}
