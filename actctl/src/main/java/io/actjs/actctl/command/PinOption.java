package io.actjs.actctl.command;

import io.actjs.actctl.client.Server;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --manifest}: the class versions that a command is answered by. */
public final class PinOption {
  @Option(
      names = "--manifest",
      paramLabel = "SHA",
      description = "Manifest of class versions to run (from \"actctl manifest resolve\").")
  private @Nullable String sha;

  @Option(
      names = "--pin-strict",
      description = "Refuse, rather than be served by an older version than the pinned one.")
  private boolean strict;

  public Server pinned(Server to) {
    return to.pinned(sha, strict);
  }
}
