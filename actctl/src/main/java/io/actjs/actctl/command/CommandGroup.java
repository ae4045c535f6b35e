package io.actjs.actctl.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that consists of other commands. The options that most of them share may stand before
 * the command, too: {@code actctl --json actor list}.
 */
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("UnusedVariable") // SharedOption reads it.
  private ServerOption server;

  @Mixin
  @SuppressWarnings("UnusedVariable") // SharedOption reads it.
  private OutputOption output;

  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
