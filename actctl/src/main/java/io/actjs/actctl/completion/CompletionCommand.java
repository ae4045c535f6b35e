package io.actjs.actctl.completion;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl completion}. */
@Command(
    name = "completion",
    description = {
      "Print the completion script for a shell.",
      "",
      "It completes commands, options and their values, and asks the server of the line for "
          + "classes, versions, ids and handlers, for a second at most. Packages install it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(actctl completion bash)        in bash, e.g. in ~/.bashrc",
      "  source <(actctl completion zsh)         in zsh, after compinit",
      "  actctl completion fish | source         in fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "BASH",
      description = "Shell: ${COMPLETION-CANDIDATES} (default: bash).")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(shell.script(Node.tree(spec.root().commandLine())));
    out.flush();
    return 0;
  }
}
