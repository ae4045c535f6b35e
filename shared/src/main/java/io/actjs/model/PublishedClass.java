package io.actjs.model;

/**
 * A published class version as it is stored.
 *
 * @param source TypeScript, byte for byte as published
 * @param compiled JavaScript that the kernel loads; derived from the source
 * @param sourceMap the map from positions in {@code compiled} to positions in {@code source}, as
 *     JSON of the source map format, version 3; empty when there is none
 */
public record PublishedClass(
    ClassVersion version, String source, String compiled, String sourceMap) {
  public ClassRef ref() {
    return version.ref();
  }

  public ClassShape shape() {
    return version.shape();
  }
}
