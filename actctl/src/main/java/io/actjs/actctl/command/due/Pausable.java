package io.actjs.actctl.command.due;

/** An actor or a class: what can be paused, as a command line names it. */
public interface Pausable {
  String className();

  /** The path of an administrative request about it. */
  String adminPath(String... what);

  /** As messages to people name it. */
  String title();
}
