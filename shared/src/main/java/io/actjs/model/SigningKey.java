package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * A key whose signatures are accepted at publish.
 *
 * @param kid its id
 * @param publicKeyPem PEM of the SubjectPublicKeyInfo of an Ed25519 key
 * @param addedAt milliseconds since 1970
 * @param revokedAt milliseconds since 1970; null while the key is good
 */
public record SigningKey(String kid, String publicKeyPem, long addedAt, @Nullable Long revokedAt) {}
