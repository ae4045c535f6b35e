package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Every way to misuse each command and each of its options: one line that says what is wrong, exit
 * code 2, and nothing done.
 */
class MisuseTest {
  private static final String LONG = "x".repeat(100_000);
  private static final List<String> UNSOUND = List.of("", "a\u0007b", LONG);

  private static ServerSocket server;
  private static Set<Path> filesBefore;

  @BeforeAll
  static void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(1);
    filesBefore = files();
  }

  @AfterAll
  static void nothingWasDone() throws IOException {
    try (ServerSocket last = server) {
      last.accept().close();
      throw new AssertionError("a misused command opened a connection");
    } catch (SocketTimeoutException e) {
      // As it should be.
    }
    assertEquals(filesBefore, files());
  }

  /** Where commands would write that were given no folder. */
  private static Set<Path> files() throws IOException {
    try (Stream<Path> here = Files.list(Path.of("").toAbsolutePath())) {
      return here.collect(Collectors.toSet());
    }
  }

  static List<String> all() {
    return Commands.shown().map(Commands::name).toList();
  }

  /**
   * A wrong line, and what its error has to say.
   *
   * @param hint empty when any error is right
   */
  private record Wrong(List<String> line, String hint) {}

  @ParameterizedTest
  @MethodSource("all")
  void isOneLineAndNothingElse(String name) {
    CommandLine command =
        Commands.shown().filter(it -> Commands.name(it).equals(name)).findFirst().orElseThrow();
    List<Wrong> cases = cases(command);
    assertFalse(cases.isEmpty(), name);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Ran.line(new PrintWriter(out), new PrintWriter(err));
    boolean json = false;
    for (Wrong wrong : cases) {
      boolean has = wrong.line().contains("--json");
      json = has || (!json && has(command, OutputOption.class));
      List<String> words = new ArrayList<>(json && !has ? List.of("--json") : List.of());
      words.addAll(wrong.line());

      int exit = line.execute(words.toArray(String[]::new));

      check(wrong, exit, out.toString(), err.toString(), json);
      out.getBuffer().setLength(0);
      err.getBuffer().setLength(0);
    }
  }

  private static void check(Wrong wrong, int exit, String out, String err, boolean json) {
    String what = shown(wrong.line()) + " -> " + exit + " " + out + err;
    assertEquals(2, exit, what);
    assertEquals("", out, what);
    assertEquals(1, err.lines().count(), what);
    assertTrue(err.length() < 3000, what);
    assertFalse(err.matches("(?s).*(\\bat io\\.|Exception|java\\.).*"), what);
    assertTrue(err.contains(wrong.hint()), () -> "no " + wrong.hint() + ": " + what);
    if (json) {
      JsonNode error = Json.parse(err).path("error");
      assertEquals("Usage", error.path("code").asText(), what);
    } else {
      assertTrue(err.startsWith("actctl: "), what);
      assertTrue(err.strip().endsWith("--help\")"), what);
    }
  }

  private static String shown(List<String> line) {
    return line.stream()
        .map(it -> it.length() > 60 ? it.substring(0, 10) + "…" : it.replace("\u0007", "^G"))
        .collect(Collectors.joining(" "));
  }

  private static List<Wrong> cases(CommandLine command) {
    List<Wrong> cases = new ArrayList<>();
    if (!command.getSubcommands().isEmpty()) {
      command.getSubcommands().keySet().stream()
          .filter(it -> it.length() > 2)
          .filter(it -> !command.getSubcommands().get(it).getCommandSpec().usageMessage().hidden())
          .forEach(sub -> cases.add(wrong(Commands.path(command), misspelt(sub), sub)));
      cases.add(new Wrong(Commands.path(command), "missing command"));
      if (command.getCommandSpec().userObject() instanceof Runnable) {
        return cases;
      }
      cases.removeLast();
    }
    Base base = new Base(command);
    positionals(command, base, cases);
    Stream<OptionSpec> own =
        command.getCommandSpec().options().stream().filter(it -> !it.hidden() && !isShared(it));
    own.forEach(option -> of(option, base, cases));
    // One command stands for all with the options that they share.
    if (Commands.name(command).equals("actctl actor list")) {
      command.getCommandSpec().options().stream()
          .filter(MisuseTest::isShared)
          .filter(it -> !it.usageHelp())
          .forEach(option -> of(option, base, cases));
    }
    return cases;
  }

  /** A line of the command that is right, for a server where nothing must arrive. */
  private static final class Base {
    private final List<String> line;
    private final int path;

    Base(CommandLine command) {
      path = Commands.path(command).size();
      line = new ArrayList<>(Commands.valid(command));
      line.replaceAll(it -> it.startsWith("examples/") ? "../" + it : it);
      if (has(command, ServerOption.class)) {
        line.addAll(path, List.of("--server", "http://127.0.0.1:" + server.getLocalPort()));
      }
    }

    List<String> with(String... more) {
      List<String> longer = new ArrayList<>(line);
      longer.addAll(List.of(more));
      return longer;
    }

    /** Whether the line has the option. */
    boolean names(OptionSpec option) {
      return line.stream().anyMatch(it -> Set.of(option.names()).contains(it.split("=")[0]));
    }
  }

  private static Wrong wrong(List<String> path, String word, String hint) {
    List<String> line = new ArrayList<>(path);
    line.add(word);
    return new Wrong(line, hint);
  }

  /** Two neighbours exchanged, which are different. */
  private static String misspelt(String word) {
    for (int i = word.length() / 2; i + 1 < word.length(); i++) {
      if (word.charAt(i) != word.charAt(i + 1)) {
        return word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
      }
    }
    return word + "x";
  }

  private static void positionals(CommandLine command, Base base, List<Wrong> cases) {
    List<PositionalParamSpec> all = command.getCommandSpec().positionalParameters();
    if (all.stream().noneMatch(it -> it.index().max() == Integer.MAX_VALUE)) {
      List<String> full = base.with();
      all.forEach(it -> full.add("extra"));
      full.add("extra");
      cases.add(new Wrong(full, ""));
    }
    if (all.stream().anyMatch(it -> it.arity().min() > 0)) {
      cases.add(new Wrong(Commands.path(command), "Missing required"));
    }
    for (int at = base.path; at < base.line.size(); at++) {
      String word = base.line.get(at);
      boolean free = isFree(base.line, word);
      boolean value = word.startsWith("-") || base.line.get(at - 1).startsWith("--server");
      for (String unsound : value || free ? List.<String>of() : UNSOUND) {
        List<String> line = base.with();
        line.set(at, unsound);
        cases.add(new Wrong(line, ""));
      }
    }
  }

  private static void of(OptionSpec option, Base base, List<Wrong> cases) {
    String name = option.longestName();
    if (name.length() > 4) {
      cases.add(new Wrong(base.with(misspelt(name)), "did you mean " + name + "?"));
    }
    boolean takesValue = option.arity().min() > 0;
    if (takesValue) {
      cases.add(new Wrong(base.with(name), ""));
    }
    if (!option.isMultiValue()) {
      String[] twice = takesValue ? new String[] {name, "1", name, "1"} : new String[] {name, name};
      cases.add(new Wrong(base.with(twice), ""));
    }
    if (takesValue && !base.names(option)) {
      values(option).forEach(it -> cases.add(new Wrong(base.with(name, it.value), it.hint)));
    }
  }

  private record BadValue(String value, String hint) {}

  private static List<BadValue> values(OptionSpec option) {
    List<BadValue> bad = new ArrayList<>();
    Class<?> type = option.auxiliaryTypes()[0];
    if (!isFree(option)) {
      UNSOUND.forEach(it -> bad.add(new BadValue(it, "")));
    }
    if (type == int.class || type == long.class || Number.class.isAssignableFrom(type)) {
      Stream.of("many", "-1", "1.5", "99999999999999999999")
          .forEach(it -> bad.add(new BadValue(it, option.longestName())));
    } else if (type.isEnum()) {
      String first =
          ((Enum<?>) Objects.requireNonNull(type.getEnumConstants()[0]))
              .name()
              .toLowerCase(Locale.ROOT);
      bad.add(new BadValue(misspelt(first), first));
      bad.add(new BadValue("qqqqq", first));
    } else if (option.paramLabel().equals("TIME")) {
      Stream.of("soon", "5", "-5m", "99999999999w")
          .forEach(it -> bad.add(new BadValue(it, option.longestName())));
    } else if (option.paramLabel().contains("@RANGE") || option.paramLabel().equals("NAME=VALUE")) {
      bad.add(new BadValue("nothing", ""));
    }
    return bad;
  }

  private static boolean isShared(OptionSpec option) {
    return option.usageHelp()
        || Stream.of("--server", "--profile", "--token", "--ca", "--output", "--json")
            .anyMatch(option.longestName()::equals);
  }

  /** Whether it is the value of an argument that takes any text. */
  private static boolean isFree(List<String> line, String word) {
    String[] words = line.toArray(String[]::new);
    return Ran.lineFor(words)
        .parseArgs(words)
        .asCommandLineList()
        .getLast()
        .getParseResult()
        .matchedPositionals()
        .stream()
        .anyMatch(it -> isFree(it) && it.originalStringValues().contains(word));
  }

  private static boolean isFree(ArgSpec arg) {
    return arg.userObject() instanceof Field field && field.isAnnotationPresent(FreeText.class);
  }

  private static boolean has(CommandLine command, Class<?> mixin) {
    return command.getCommandSpec().mixins().values().stream()
        .anyMatch(it -> mixin.isInstance(it.userObject()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "publish --name Cart --version 1.0.0 --source Cart.ts | name the file itself",
        "publish --source=Cart.ts --version 1.0.0             | name the file itself",
        "manifest show --root R --range X@^1                  | actctl manifest resolve --root"
      })
  void anOptionOfEarlierToolsSaysWhatToUseInstead(String line, String instead) {
    Ran ran = Ran.actctl(line.split(" "));

    assertEquals(2, ran.exit());
    assertTrue(ran.err().contains(instead), ran.err());
  }
}
