package io.actjs.model;

/**
 * How often requests were pinned to a manifest.
 *
 * @param lastSeen milliseconds since 1970
 */
public record ManifestUse(String sha, long count, long lastSeen) {}
