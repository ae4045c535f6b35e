package io.actjs.actctl.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Inputs that begin with a dot: commands to the shell itself. */
enum DotCommand {
  HELP("", "Show what can be typed."),
  CLASSES("", "List the classes of the server, with their versions and handlers."),
  WATCH("CLASS ID", "Show an actor's state, and each change of it until Ctrl-C."),
  AS("[SUB [ROLE…]]", "Call as another principal; as yourself without one. For administrators."),
  PIN("[SHA]", "Have calls answered by the versions of a manifest; by the usual ones without it."),
  TIME("", "Show how long each input takes, or no longer."),
  LOAD("FILE", "Run a file of TypeScript in this session."),
  EXIT("", "Leave. So does Ctrl-D.");

  private final String arguments;
  private final String does;

  DotCommand(String arguments, String does) {
    this.arguments = arguments;
    this.does = does;
  }

  /** As it is typed. */
  String text() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  String synopsis() {
    return arguments.isEmpty() ? text() : text() + " " + arguments;
  }

  String does() {
    return does;
  }

  static Optional<DotCommand> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  static Stream<String> texts() {
    return Arrays.stream(values()).map(DotCommand::text);
  }
}
