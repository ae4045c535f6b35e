package io.actjs.model;

/**
 * A published class version as it is stored.
 *
 * @param source TypeScript, byte for byte as published
 * @param compiled JavaScript that the kernel loads; derived from the source
 * @param sourceMap the map from positions in {@code compiled} to positions in {@code source}, as
 *     JSON of the source map format, version 3; empty when there is none
 * @param schemas the JSON Schemas that its types say, as one JSON document; empty when there are
 *     none: the version was published without the type check, or by an older server
 */
public record PublishedClass(
    ClassVersion version, String source, String compiled, String sourceMap, String schemas) {

  /** A version without schemas. */
  public PublishedClass(ClassVersion version, String source, String compiled, String sourceMap) {
    this(version, source, compiled, sourceMap, "");
  }

  public PublishedClass withVersion(ClassVersion value) {
    return new PublishedClass(value, source, compiled, sourceMap, schemas);
  }

  public ClassRef ref() {
    return version.ref();
  }

  public ClassShape shape() {
    return version.shape();
  }
}
