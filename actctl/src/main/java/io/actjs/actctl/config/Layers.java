package io.actjs.actctl.config;

import io.actjs.actctl.screen.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What variables and files set, the first of them that does: variables, the file of the project, of
 * the user, of the machine. A profile that {@code --profile} names comes before the variables, any
 * other one after them.
 */
public final class Layers {
  private final Keys keys;
  private final Function<String, @Nullable String> environment;
  private final List<ConfigFile> files = new ArrayList<>();
  private final List<ConfigPlaces.Place> read = new ArrayList<>();

  /** Why the file of the project is left out; null when it is not. */
  private final @Nullable String doubted;

  private Layers(Keys keys, Path folder, Function<String, @Nullable String> environment) {
    this.keys = keys;
    this.environment = environment;
    String doubt = null;
    for (ConfigPlaces.Place place : ConfigPlaces.of(folder, environment)) {
      // What the administrator keeps from this user is not meant for it.
      boolean hidden = place.layer() == Layer.SYSTEM && !place.isReadable();
      if (place.exists() && !hidden) {
        String reason = place.doubt();
        if (reason == null) {
          files.add(ConfigFile.read(place.file(), place.layer(), keys));
          read.add(place);
        } else if (place.layer() == Layer.PROJECT) {
          doubt = reason;
        } else {
          throw new Failure(reason, null);
        }
      }
    }
    this.doubted = doubt;
  }

  /**
   * Reads the files.
   *
   * @param folder the working folder
   * @throws Failure when one of them is malformed, or belongs to somebody else
   */
  public static Layers read(
      Keys keys, Path folder, Function<String, @Nullable String> environment) {
    return new Layers(keys, folder, environment);
  }

  public Keys keys() {
    return keys;
  }

  /** The names of all profiles, sorted. */
  public Set<String> profiles() {
    TreeSet<String> names = new TreeSet<>();
    files.forEach(file -> names.addAll(file.profiles()));
    return names;
  }

  /**
   * The value of a key; null where nothing sets it.
   *
   * @param profile what {@code --profile} says, or null
   * @throws Failure for a value of another form, and when a file that is not believed could decide
   * @throws UnknownProfile when there is no profile of the name
   */
  public @Nullable Setting find(Key key, @Nullable String profile) {
    if (profile != null && !key.isOfDaemon()) {
      Setting chosen = ofProfile(profile, key, "--profile");
      if (chosen != null) {
        return chosen.at(Layer.FLAG);
      }
    }
    Setting variable = variable(key);
    if (variable != null) {
      return variable;
    }
    requireBelieved(key);
    if (profile == null && !key.isOfDaemon() && !key.name().equals(Keys.DEFAULT_PROFILE)) {
      Setting usual = ofUsualProfile(key);
      if (usual != null) {
        return usual;
      }
    }
    return inFiles(file -> file.find(key));
  }

  private @Nullable Setting ofUsualProfile(Key key) {
    Key name = keys.require(Keys.DEFAULT_PROFILE);
    Setting usual = variable(name);
    if (usual == null) {
      usual = inFiles(file -> file.find(name));
    }
    if (usual == null) {
      return null;
    }
    String origin = usual.layer() == Layer.VARIABLE ? name.variable() : usual.origin();
    return ofProfile(usual.text(), key, origin);
  }

  /** Elsewhere than for the server a profile that is not there says nothing. */
  private @Nullable Setting ofProfile(String profile, Key key, String origin) {
    if (key.name().equals(Keys.SERVER)) {
      requireBelieved(key);
      requireProfile(profile, origin);
    }
    return inFiles(file -> file.find(profile, key));
  }

  private void requireProfile(String profile, String origin) {
    Set<String> known = profiles();
    if (files.isEmpty()) {
      throw new UnknownProfile(
          origin
              + ": there is no .actjs/config.toml here or in a folder above, and no file of the user or the machine (\"actctl config path\")");
    }
    if (!known.contains(profile)) {
      String places =
          read.stream().map(it -> it.file().toString()).collect(Collectors.joining(" or "));
      String meant =
          known.isEmpty() ? "" : Keys.meant(profile, known, "known: " + String.join(", ", known));
      throw new UnknownProfile(origin + ": no profile \"" + profile + "\" in " + places + meant);
    }
  }

  private @Nullable Setting inFiles(Function<ConfigFile, @Nullable Setting> value) {
    for (ConfigFile file : files) {
      Setting found = value.apply(file);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Setting variable(Key key) {
    String text = environment.apply(key.variable());
    if (text == null || text.isBlank()) {
      return null;
    }
    List<String> values = Values.ofVariable(key, text);
    for (String each : values) {
      String wrong = Values.wrongForm(key, each);
      if (wrong != null) {
        throw new Failure("$" + key.variable() + " " + wrong, null);
      }
    }
    return new Setting(values, "$" + key.variable(), Layer.VARIABLE);
  }

  /** The authorities and the form of the output of somebody else are not taken, but do no harm. */
  private void requireBelieved(Key key) {
    boolean decides = key.isOfDaemon() || key.name().equals(Keys.SERVER);
    if (doubted != null && decides) {
      throw new Failure(doubted, null);
    }
  }
}
