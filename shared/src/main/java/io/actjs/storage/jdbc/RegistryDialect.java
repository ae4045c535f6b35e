package io.actjs.storage.jdbc;

/**
 * The registry's statements that differ between databases.
 *
 * @param insertBlob a class's source: sha256 and source; one that is there stays
 * @param addManifestUses for several rows: sha256, count and last_seen
 */
public record RegistryDialect(String insertBlob, String addManifestUses) {}
