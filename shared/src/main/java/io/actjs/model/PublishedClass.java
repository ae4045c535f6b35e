package io.actjs.model;

/**
 * A published class version as it is stored: immutable.
 *
 * @param sha256 lowercase hex SHA-256 of the source's UTF-8 bytes
 * @param source TypeScript, byte for byte as published
 * @param compiled JavaScript that the kernel loads; derived from the source
 * @param publishedAt milliseconds since 1970
 */
public record PublishedClass(
    ClassRef ref,
    String sha256,
    String source,
    String compiled,
    ClassShape shape,
    long publishedAt) {}
