package io.actjs.actctl.command.config;

import io.actjs.actctl.config.Key;
import io.actjs.actctl.config.Keys;
import io.actjs.actctl.config.Layer;
import io.actjs.actctl.config.Layers;
import io.actjs.actctl.config.Setting;
import io.actjs.actctl.config.UnknownProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The values that commands in this folder have where their lines say nothing. */
final class EffectiveValues {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Profile whose values to show (default: $ACTJS_PROFILE).")
  private @Nullable String profile;

  /**
   * @param values empty for none
   * @param origin the file and line, the variable, or {@code default}
   */
  record Effective(Key key, List<String> values, Layer layer, String origin) {

    /** Without secrets. */
    List<String> shown() {
      return values.stream().map(key::shown).toList();
    }

    String text() {
      return shown().stream().collect(Collectors.joining(", "));
    }
  }

  Keys keys() {
    return Keys.of(spec);
  }

  /**
   * @throws io.actjs.actctl.screen.Failure when a file or a variable is malformed
   */
  List<Effective> of(List<Key> keys) {
    Layers layers = Layers.read(keys(), Path.of(""), System::getenv);
    return keys.stream().map(key -> of(layers, key)).toList();
  }

  private Effective of(Layers layers, Key key) {
    try {
      Setting setting = layers.find(key, profile);
      if (setting != null) {
        return new Effective(key, setting.values(), setting.layer(), setting.origin());
      }
      String standard = key.standard();
      return new Effective(
          key, standard == null ? List.of() : List.of(standard), Layer.DEFAULT, "default");
    } catch (UnknownProfile e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
