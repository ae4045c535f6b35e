package io.actjs.actctl;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that talks to a running server. */
abstract class ClientCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin ServerOption server;

  @Mixin OutputOption output;

  /** Does the work; 0 when it is done. */
  abstract int run(Server to);

  /** The class that the user named, for a suggestion when the server does not know it. */
  @Nullable String namedClass() {
    return null;
  }

  @Override
  public final Integer call() {
    Server to = server.server(this::warn);
    try {
      return run(to);
    } catch (Failure e) {
      String name = namedClass();
      throw name == null ? e : Suggestion.extend(e, name, to);
    }
  }

  private void warn(String text) {
    spec.commandLine().getErr().println("actctl: warning: " + ErrorLines.oneLine(text));
  }
}
