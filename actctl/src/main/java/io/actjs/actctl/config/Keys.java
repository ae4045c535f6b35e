package io.actjs.actctl.config;

import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every key: the options of {@code actctl start} in the table {@code [daemon]}, and those with
 * which commands find a server and print. A new option of {@code start} is a key by being there.
 */
public final class Keys {
  /** The table of the options of {@code start}. */
  public static final String DAEMON = "daemon";

  /** The server that commands talk to where nothing names another. */
  public static final String DEFAULT_SERVER = "http://127.0.0.1:3000";

  static final String SERVER = "server";
  static final String DEFAULT_PROFILE = "default-profile";

  /** The command whose options daemons have. */
  public static final String START = "start";

  /** One that has what every client has. */
  private static final String CLIENT = "list";

  /** The options of clients, and the keys that they are. */
  private static final Map<String, String> OF_CLIENTS =
      Map.of("--server", SERVER, "--profile", DEFAULT_PROFILE, "--ca", "ca", "--output", "output");

  /**
   * Options of {@code start} that are no settings: what is asked for once, and what the launcher
   * has to know before Java runs.
   */
  private static final Set<String> NOT_OF_DAEMON =
      Set.of("--help", "--limits", "--accept-loss", "--memory");

  private final Map<String, Key> byName = new LinkedHashMap<>();
  private final Map<Object, Key> byField = new LinkedHashMap<>();

  private Keys(CommandSpec client, CommandSpec start) {
    List<String> ofClients = List.of("--server", "--profile", "--ca", "--output");
    for (String name : ofClients) {
      OptionSpec option = client.findOption(name);
      if (option != null) {
        add(new Key(String.valueOf(OF_CLIENTS.get(name)), option));
      }
    }
    for (OptionSpec option : start.options()) {
      String name = option.longestName();
      boolean shared = client.findOption(name) != null;
      if (!shared && !NOT_OF_DAEMON.contains(name)) {
        add(new Key(DAEMON + "." + name.substring(2), option));
      }
    }
  }

  /**
   * @param any a command of the command line
   */
  public static Keys of(CommandSpec any) {
    Map<String, CommandLine> commands = any.root().subcommands();
    return new Keys(commands.get(CLIENT).getCommandSpec(), commands.get(START).getCommandSpec());
  }

  private void add(Key key) {
    byName.put(key.name(), key);
    byField.put(key.option().userObject(), key);
  }

  public Collection<Key> all() {
    return byName.values();
  }

  public @Nullable Key find(String name) {
    return byName.get(name);
  }

  /**
   * @throws Failure when there is none of this name, with the nearest
   */
  public Key require(String name) {
    Key key = byName.get(name);
    if (key == null) {
      throw new Failure(
          "no key \""
              + name
              + "\""
              + meant(name, byName.keySet(), "list them with \"actctl config show\""),
          null);
    }
    return key;
  }

  /** The key whose option a command has; null when it is another option of this name, or none. */
  @Nullable Key of(OptionSpec option) {
    return byField.get(option.userObject());
  }

  /** Names below a table, without it: {@code port} below {@code daemon}; "" for the top. */
  List<String> in(String table) {
    List<String> names = new ArrayList<>();
    for (Key key : all()) {
      boolean fits = table.isEmpty() ? !key.isOfDaemon() : key.name().startsWith(table + ".");
      if (fits) {
        names.add(key.leaf());
      }
    }
    return names;
  }

  /** What an unknown name was meant to be, as the end of a message. */
  static String meant(String name, Collection<String> known, String otherwise) {
    return Nearest.to(name, known.stream())
        .map(it -> "; did you mean \"" + it + "\"?")
        .orElse("; " + otherwise);
  }
}
