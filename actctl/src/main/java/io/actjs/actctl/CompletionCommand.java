package io.actjs.actctl;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code actctl completion}. */
@Command(
    name = "completion",
    description = {"Generate a shell completion script (bash, zsh).", ""},
    footerHeading = "%nExample:%n",
    footer = "  source <(actctl completion)")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("actctl", spec.root().commandLine()));
    out.flush();
    return 0;
  }
}
