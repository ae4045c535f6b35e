package io.actjs.actctl.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps a user's tokens, by the URLs of the servers: {@code credentials.json} in
 * {@code $ACTJS_CONFIG_DIR}, else {@code $XDG_CONFIG_HOME/actjs}, else {@code ~/.config/actjs}.
 * Several processes may change it at once.
 */
public final class Credentials {
  public static final String FOLDER_VARIABLE = "ACTJS_CONFIG_DIR";

  private static final String FILE = "credentials.json";
  private static final String LOCK = "credentials.lock";
  private static final String SERVERS = "servers";
  private static final String URL = "url";
  private static final String TOKEN = "token";
  private static final int FORMAT = 1;

  /** The oldest are forgotten: each server on a free port of its own has one. */
  private static final int MOST = 64;

  /** The lock of the file is for other processes only. */
  private static final ReentrantLock CHANGING = new ReentrantLock();

  private final Path folder;

  /** Whether the user has a place for it; else nothing is there, and nothing can be kept. */
  private final boolean isUsable;

  private Credentials(Path folder, boolean isUsable) {
    this.folder = folder;
    this.isUsable = isUsable;
  }

  public static Credentials ofUser() {
    return of(System::getenv, System.getProperty("user.home", ""));
  }

  static Credentials of(Function<String, @Nullable String> environment, String home) {
    Path folder = folder(environment, home);
    return folder == null ? new Credentials(Path.of("no-home"), false) : in(folder);
  }

  /** Where the files of the user are; null for one without a home. */
  public static @Nullable Path folder(Function<String, @Nullable String> environment, String home) {
    String own = environment.apply(FOLDER_VARIABLE);
    if (own != null && !own.isBlank()) {
      return Path.of(own).toAbsolutePath().normalize();
    }
    String xdg = environment.apply("XDG_CONFIG_HOME");
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "actjs");
    }
    // Java calls the home of a user without one "?".
    return Path.of(home).isAbsolute() ? Path.of(home, ".config", "actjs") : null;
  }

  static Credentials in(Path folder) {
    return new Credentials(folder.toAbsolutePath().normalize(), true);
  }

  public Path file() {
    return folder.resolve(FILE);
  }

  /** The folder of the user's own files; null when the user has no place for it. */
  public @Nullable Path folder() {
    return isUsable ? folder : null;
  }

  /**
   * The token for a server, or null.
   *
   * @throws Failure when the file cannot be read, or others may read it
   */
  public @Nullable String find(URI server) {
    return read().get(key(server));
  }

  /** All tokens, the newest last. */
  public Collection<String> all() {
    return List.copyOf(read().values());
  }

  /** Keeps a token for a server, in place of an earlier one. */
  public void keep(URI server, String token) {
    change(
        tokens -> {
          tokens.remove(key(server));
          tokens.put(key(server), token);
          while (tokens.size() > MOST) {
            tokens.remove(tokens.keySet().iterator().next());
          }
        });
  }

  public void forget(URI server) {
    if (read().containsKey(key(server))) {
      change(tokens -> tokens.remove(key(server)));
    }
  }

  private void change(Consumer<Map<String, String>> change) {
    if (!isUsable) {
      throw new Failure(
          "no token is kept for this user, who has no home: set $" + FOLDER_VARIABLE, null);
    }
    CHANGING.lock();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, PrivateFile.only(folder.getParent(), "rwx------"));
      }
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = lock.lock()) {
        assert held.isValid();
        Map<String, String> tokens = read();
        change.accept(tokens);
        PrivateFile.write(file(), text(tokens));
      }
    } catch (IOException e) {
      throw new Failure("cannot write " + file() + ": " + e.getMessage(), e);
    } finally {
      CHANGING.unlock();
    }
  }

  private Map<String, String> read() {
    String text = isUsable ? PrivateFile.read(file()) : null;
    Map<String, String> tokens = new LinkedHashMap<>();
    if (text == null) {
      return tokens;
    }
    try {
      JsonNode document = Json.parse(text);
      if (document.path("format").asInt() != FORMAT) {
        throw malformed(null);
      }
      for (JsonNode server : document.path(SERVERS)) {
        tokens.put(server.path(URL).asText(), server.path(TOKEN).asText());
      }
    } catch (MalformedJson e) {
      throw malformed(e);
    }
    return tokens;
  }

  private Failure malformed(@Nullable Throwable cause) {
    return new Failure(
        file() + " is not a file of actctl's credentials; move it away to begin a new one", cause);
  }

  private static String text(Map<String, String> tokens) {
    ObjectNode document = Json.object().put("format", FORMAT);
    ArrayNode servers = document.putArray(SERVERS);
    tokens.forEach((url, token) -> servers.addObject().put(URL, url).put(TOKEN, token));
    return Json.compact(document) + "\n";
  }

  /** The same for all spellings of a server that mean the same one. */
  static String key(URI server) {
    String scheme = server.getScheme().toLowerCase(Locale.ROOT);
    String host = server.getHost().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = server.getPort() < 0 ? usual : server.getPort();
    String path = server.getRawPath() == null ? "" : server.getRawPath().replaceAll("/+$", "");
    return scheme + "://" + (host.equals("localhost") ? "127.0.0.1" : host) + ":" + port + path;
  }
}
