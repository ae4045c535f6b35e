package io.actjs.actctl.completion;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.config.Keys;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code actctl __complete}: what the scripts cannot know, a candidate per line. Somebody waits
 * with a finger on a key: whatever is wrong, it prints nothing, and always succeeds.
 */
@Command(
    name = "__complete",
    hidden = true,
    description = "Print what a word on a command line can be, for the completion scripts.")
public final class CompleteCommand implements Callable<Integer> {
  private static final int MOST = 500;

  /** Longer candidates are no use on a command line. */
  private static final int MOST_CHARS = 200;

  @Parameters(index = "0", paramLabel = "KIND", description = "Kind of the word.")
  private String kind;

  @FreeText
  @Parameters(index = "1", paramLabel = "WORD", description = "Beginning of the word.")
  private String word;

  @FreeText
  @Parameters(index = "2..*", paramLabel = "BEFORE", description = "Arguments before it.")
  private List<String> before = List.of();

  /** With the start of Java a little more than a second. */
  @Option(
      names = "--within",
      paramLabel = "MS",
      defaultValue = "800",
      description = "Milliseconds that the server has for its answer.")
  private int withinMs;

  @Mixin private ServerOption server;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    candidates().stream()
        .filter(it -> it.startsWith(word) && it.length() <= MOST_CHARS)
        .filter(it -> it.chars().noneMatch(Character::isISOControl))
        .sorted()
        .distinct()
        .limit(MOST)
        .forEach(out::println);
    out.flush();
    return 0;
  }

  private List<String> candidates() throws InterruptedException {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    // A thread of its own, which does not keep the process: a server may take longer to answer.
    var unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Server to = server.server(warning -> {});
                    answer.complete(new Candidates(Keys.of(spec), to, before).of(kind, word));
                  } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                  }
                });
    try {
      return answer.get(withinMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    }
  }
}
