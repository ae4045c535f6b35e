package io.actjs.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of exact class versions, one per class, that a client is built against. Identified by the
 * SHA-256 of its canonical text, so equal sets have the same name.
 */
public final class Manifest {
  private final SortedMap<String, Version> resolved;
  private final String sha;

  private Manifest(SortedMap<String, Version> resolved) {
    this.resolved = resolved;
    this.sha = Sha256.of(canonical());
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when a name is not a class name
   */
  public static Manifest of(Map<String, Version> resolved) {
    resolved.keySet().forEach(ActorRef::requireClassName);
    return new Manifest(Collections.unmodifiableSortedMap(new TreeMap<>(resolved)));
  }

  /** Class name to version, in order of the names' UTF-16 code units. */
  public SortedMap<String, Version> resolved() {
    return resolved;
  }

  /** Lowercase hex. */
  public String sha() {
    return sha;
  }

  /** The text that {@link #sha} is the hash of: a compact JSON object with sorted members. */
  public String canonical() {
    // Neither a class name nor a version has a character that JSON escapes.
    return resolved.entrySet().stream()
        .map(entry -> '"' + entry.getKey() + "\":\"" + entry.getValue() + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest manifest && manifest.sha.equals(sha);
  }

  @Override
  public int hashCode() {
    return sha.hashCode();
  }

  @Override
  public String toString() {
    return sha;
  }
}
