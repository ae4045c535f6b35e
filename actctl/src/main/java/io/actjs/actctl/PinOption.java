package io.actjs.actctl;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --manifest}: the class versions that a command wants to talk to. */
final class PinOption {
  @Option(
      names = "--manifest",
      paramLabel = "SHA",
      description = "Run the class versions of this manifest (actctl manifest resolve makes one).")
  private @Nullable String sha;

  Server pinned(Server to) {
    return to.pinned(sha);
  }
}
