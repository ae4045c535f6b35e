package io.actjs.actctl.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Gives the options of a command that its line leaves out the values of variables and files. Files
 * are read only for a command that has such options.
 */
public final class ConfiguredOptions {
  /**
   * Options of which one rules the others out: a layer that sets one of them hides what the layers
   * below set of the others.
   */
  private static final List<Set<String>> EXCLUSIVE =
      List.of(
          Set.of("--ephemeral", "--data", "--database"),
          Set.of("--open", "--admin-token"),
          Set.of("--open", "--allow-anonymous"),
          Set.of("--jwt-audience", "--jwt-any-audience"),
          Set.of("--json", "--output"));

  private final CommandSpec command;
  private final Map<Key, Setting> settings = new LinkedHashMap<>();

  private ConfiguredOptions(CommandSpec command) {
    this.command = command;
  }

  /**
   * Sets the options of the last command of a line.
   *
   * @throws ParameterException for a value that an option does not take
   * @throws io.actjs.actctl.screen.Failure when a file or a variable is malformed
   */
  public static ConfiguredOptions fill(ParseResult line) {
    return fill(line, Path.of(""), System::getenv);
  }

  /** The same in another folder, with other variables. */
  public static ConfiguredOptions fill(
      ParseResult line, Path folder, Function<String, @Nullable String> environment) {
    List<CommandLine> commands = line.asCommandLineList();
    CommandSpec command = commands.getLast().getCommandSpec();
    ConfiguredOptions filled = new ConfiguredOptions(command);
    if (!mayHaveKeys(command)) {
      return filled;
    }
    Keys keys = Keys.of(command);
    Map<Key, OptionSpec> open = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      Key key = keys.of(option);
      if (key != null && !isGiven(commands, option.longestName())) {
        open.put(key, option);
      }
    }
    if (!open.isEmpty()) {
      filled.read(Layers.read(keys, folder, environment), open, commands);
    }
    return filled;
  }

  /** Whether to look closer; a command line of a test may lack the commands that have all keys. */
  private static boolean mayHaveKeys(CommandSpec command) {
    boolean has =
        command.findOption("--server") != null
            || command.findOption("--output") != null
            || command.findOption("--trusted-proxy") != null;
    return has && command.root().subcommands().containsKey(Keys.START);
  }

  private void read(Layers layers, Map<Key, OptionSpec> open, List<CommandLine> commands) {
    String profile = given(commands, "--profile");
    Map<Key, Setting> found = new LinkedHashMap<>();
    for (Key key : open.keySet()) {
      Setting setting = find(layers, key, profile);
      // The file of the machine is for its service, not for an author who tries something.
      boolean ofOtherDaemon =
          setting != null
              && key.isOfDaemon()
              && setting.layer() == Layer.SYSTEM
              && !command.name().equals(Keys.START);
      if (setting != null && !ofOtherDaemon && !key.name().equals(Keys.DEFAULT_PROFILE)) {
        found.put(key, setting);
      }
    }
    for (Map.Entry<Key, Setting> each : found.entrySet()) {
      if (!isHidden(each.getKey(), each.getValue(), found, commands)) {
        settings.put(each.getKey(), each.getValue());
      }
    }
    settings.forEach((key, setting) -> set(key, setting, open.get(key)));
  }

  private @Nullable Setting find(Layers layers, Key key, @Nullable String profile) {
    try {
      return layers.find(key, profile);
    } catch (UnknownProfile e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isHidden(
      Key key, Setting setting, Map<Key, Setting> found, List<CommandLine> commands) {
    String own = key.option().longestName();
    for (Set<String> exclusive : EXCLUSIVE) {
      if (!exclusive.contains(own)) {
        continue;
      }
      if (exclusive.stream().anyMatch(it -> !it.equals(own) && isGiven(commands, it))) {
        return true;
      }
      boolean isBelow =
          found.entrySet().stream()
              .anyMatch(
                  it ->
                      exclusive.contains(it.getKey().option().longestName())
                          && !it.getValue().text().equals("false")
                          && it.getValue().layer().compareTo(setting.layer()) < 0);
      if (isBelow) {
        return true;
      }
    }
    return false;
  }

  /** With the option's own conversion, so that a value means what it does on a command line. */
  private void set(Key key, Setting setting, OptionSpec option) {
    if (key.form() == Form.SWITCH) {
      option.setValue(Boolean.valueOf(setting.text()));
      return;
    }
    CommandLine one =
        new CommandLine(CommandSpec.create().addOption(OptionSpec.builder(option).build()))
            .setCaseInsensitiveEnumValuesAllowed(true);
    List<String> words = new ArrayList<>();
    setting.values().forEach(value -> words.add(option.longestName() + "=" + value));
    try {
      one.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new ParameterException(
          command.commandLine(), setting.origin() + ": " + e.getMessage(), e);
    }
  }

  /** Where the value of an option is from; null for one that the line gives, or nothing. */
  public @Nullable Setting origin(Key key) {
    return settings.get(key);
  }

  /**
   * The same refusal, with the origins of the options that it names: who wrote a file does not look
   * for the mistake on the command line.
   */
  public ParameterException explain(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    List<String> origins = new ArrayList<>();
    settings.forEach(
        (key, setting) -> {
          String name = key.option().longestName();
          boolean isNamed =
              Pattern.compile(Pattern.quote(name) + "(?![\\w-])").matcher(message).find();
          if (isNamed && !message.startsWith(setting.origin())) {
            origins.add(name + " is from " + setting.origin());
          }
        });
    return origins.isEmpty()
        ? e
        : new ParameterException(
            e.getCommandLine(), message + " (" + String.join(", ", origins) + ")", e);
  }

  private static boolean isGiven(List<CommandLine> commands, String option) {
    return commands.stream().anyMatch(it -> it.getParseResult().hasMatchedOption(option));
  }

  private static @Nullable String given(List<CommandLine> commands, String option) {
    String value = null;
    for (CommandLine each : commands) {
      if (each.getParseResult().hasMatchedOption(option)) {
        value = each.getParseResult().matchedOptionValue(option, null);
      }
    }
    return value;
  }
}
