package io.actjs.actctl.command;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that talks to a running server. */
public abstract class ClientCommand implements Callable<Integer> {
  @Spec protected CommandSpec spec;

  @Mixin private ServerOption server;

  @Mixin protected OutputOption output;

  /** Does the work and returns the exit code. */
  protected abstract int run(Server to);

  /** The class that the user named, for a suggestion when the server does not know it. */
  protected @Nullable String namedClass() {
    return null;
  }

  @Override
  public final Integer call() {
    Server to = server.server(output::warn);
    try {
      return run(to);
    } catch (Failure e) {
      String name = namedClass();
      throw name == null ? e : Suggestion.extend(e, name, to);
    }
  }
}
