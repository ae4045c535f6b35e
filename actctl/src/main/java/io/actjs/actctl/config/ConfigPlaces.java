package io.actjs.actctl.config;

import io.actjs.actctl.credential.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of settings are: {@code .actjs/config.toml} in the folder or the nearest one
 * above it that has one, {@code config.toml} in the folder of the user's {@link Credentials}, and
 * {@code /etc/actjs/actjs.toml}, or what {@value #SYSTEM_VARIABLE} names.
 */
public final class ConfigPlaces {
  /** The file of the machine, for an installation under another prefix; blank for none. */
  public static final String SYSTEM_VARIABLE = "ACTJS_SYSTEM_CONFIG";

  static final Path SYSTEM = Path.of("/etc/actjs/actjs.toml");

  private static final String PROJECT = ".actjs/config.toml";

  /**
   * @param file where it is, or would be
   */
  public record Place(Layer layer, Path file) {
    public boolean exists() {
      return Files.exists(file);
    }

    public boolean isReadable() {
      return Files.isReadable(file);
    }

    /** Why it is not believed; null when it is. */
    public @Nullable String doubt() {
      return Owners.doubt(file);
    }
  }

  private ConfigPlaces() {}

  /**
   * All of them, those that come first before the others.
   *
   * @param folder whose commands ask
   */
  public static List<Place> of(Path folder, Function<String, @Nullable String> environment) {
    List<Place> places = new ArrayList<>();
    Path start = folder.toAbsolutePath().normalize();
    Path project = above(start);
    places.add(new Place(Layer.PROJECT, project == null ? start.resolve(PROJECT) : project));
    Path user = Credentials.folder(environment, System.getProperty("user.home", ""));
    if (user != null) {
      places.add(new Place(Layer.USER, user.resolve("config.toml")));
    }
    String system = environment.apply(SYSTEM_VARIABLE);
    if (system == null) {
      places.add(new Place(Layer.SYSTEM, SYSTEM));
    } else if (!system.isBlank()) {
      places.add(new Place(Layer.SYSTEM, Path.of(system.strip()).toAbsolutePath().normalize()));
    }
    return places;
  }

  private static @Nullable Path above(Path folder) {
    for (Path at = folder; at != null; at = at.getParent()) {
      Path file = at.resolve(PROJECT);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }
}
