package io.actjs.actctl.command;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.config.ConfigFile;
import io.actjs.actctl.config.Setting;
import io.actjs.actctl.credential.Credentials;
import io.actjs.actctl.screen.Nearest;
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
 * {@code --server}, else that of {@code --profile}, else {@code ACTJS_URL}, else what {@code
 * .actjs/config.toml} says, else this machine; the authorities that vouch for it; and the token to
 * present.
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
      description = {
        "URL of the server.",
        "Default: $ACTJS_URL, else server in .actjs/config.toml, else " + DEFAULT_URL
      })
  private @Nullable String url;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = {
        "Profile in .actjs/config.toml that names the server ([profile.NAME]).",
        "Default: $ACTJS_PROFILE"
      })
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
   * @throws io.actjs.actctl.screen.Failure when the configuration is malformed
   */
  public static String usual(Path folder) {
    ConfigFile config = ConfigFile.above(folder);
    Setting server = config == null ? null : config.server(null);
    return server == null ? DEFAULT_URL : server.value();
  }

  /**
   * The server; nothing is sent yet.
   *
   * @param warnings receives the warnings of the server
   */
  public Server server(Consumer<String> warnings) {
    URI address = address();
    Server server = new Server(address, token(address), warnings);
    Path authorities = authorities();
    return authorities == null ? server : server.trusting(trust(authorities));
  }

  private @Nullable Path authorities() {
    Path given = SharedOption.value(spec, ServerOption.class, it -> it.ca);
    if (given != null) {
      return given;
    }
    String fromEnvironment = variable("ACTJS_CA");
    return fromEnvironment == null ? null : Path.of(fromEnvironment);
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
    String chosen = SharedOption.value(spec, ServerOption.class, it -> it.profile);
    if (chosen != null) {
      return configured(chosen, "--profile");
    }
    String fromEnvironment = variable("ACTJS_URL");
    return fromEnvironment == null
        ? configured(variable("ACTJS_PROFILE"), "ACTJS_PROFILE")
        : parse(fromEnvironment, "ACTJS_URL");
  }

  private URI configured(@Nullable String profile, String origin) {
    ConfigFile config = ConfigFile.above(Path.of(""));
    if (profile != null) {
      requireProfile(config, profile, origin);
    }
    Setting server = config == null ? null : config.server(profile);
    if (config == null || server == null) {
      return URI.create(DEFAULT_URL);
    }
    config.requireOwn();
    return parse(server.value(), server.origin());
  }

  private void requireProfile(@Nullable ConfigFile config, String profile, String origin) {
    if (config == null) {
      throw wrongProfile(origin + ": there is no .actjs/config.toml here or in a folder above");
    }
    if (!config.profiles().contains(profile)) {
      String meant =
          Nearest.to(profile, config.profiles().stream())
              .map(it -> "; did you mean \"" + it + "\"?")
              .orElse("");
      String place = config.file().toString();
      throw wrongProfile(origin + ": no profile \"" + profile + "\" in " + place + meant);
    }
  }

  private ParameterException wrongProfile(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static @Nullable String variable(String name) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? null : value;
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
