package io.actjs.model;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A published class version without its source. Everything but the deprecation is immutable.
 *
 * @param sha256 lowercase hex SHA-256 of the source's UTF-8 bytes
 * @param deps class name to npm version range, as published
 * @param engines engine name to npm version range, as published
 * @param floating whether stored actors of older versions migrate to this one when it is the pin or
 *     the latest
 * @param publishedAt milliseconds since 1970
 * @param deprecation null while the version is healthy
 */
public record ClassVersion(
    ClassRef ref,
    String sha256,
    ClassShape shape,
    SortedMap<String, String> deps,
    SortedMap<String, String> engines,
    boolean floating,
    @Nullable SignedBy signedBy,
    long publishedAt,
    @Nullable Deprecation deprecation) {

  public ClassVersion withDeprecation(@Nullable Deprecation value) {
    return new ClassVersion(
        ref, sha256, shape, deps, engines, floating, signedBy, publishedAt, value);
  }
}
