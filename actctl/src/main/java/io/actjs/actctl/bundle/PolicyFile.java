package io.actjs.actctl.bundle;

import java.nio.file.Path;

/** The rules beside a class: {@code Cart.policy.yaml} beside {@code Cart.ts}. */
final class PolicyFile {
  private PolicyFile() {}

  static Path beside(Path source) {
    return source.resolveSibling(ClassFiles.className(source) + ".policy.yaml");
  }
}
