package io.actjs.actctl;

import io.actjs.actctl.command.UnknownCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl help}. */
@Command(
    name = "help",
    description = {"Show help for a command.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl help actor watch")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Command to show help for, e.g. actor watch.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    CommandLine target = spec.root().commandLine();
    for (String name : names) {
      CommandLine next = target.getSubcommands().get(name);
      if (next == null) {
        throw UnknownCommand.of(target, name);
      }
      target = next;
    }
    PrintWriter out = spec.commandLine().getOut();
    target.usage(out);
    out.flush();
    return 0;
  }
}
