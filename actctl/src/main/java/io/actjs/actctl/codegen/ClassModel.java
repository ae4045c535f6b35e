package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.model.Version;
import java.util.Comparator;

/**
 * A version of a class, as far as clients see it.
 *
 * @param sourceSha SHA-256 of the text that is published, lowercase hex
 * @param schemas what clients get of what {@code actctl schema} prints; an empty object when there
 *     are none
 * @param reducer as {@link Reducers} gives it; empty for none
 */
public record ClassModel(
    String name, Version version, String sourceSha, JsonNode schemas, String reducer) {
  /** Keeps of the schemas what clients get. */
  public ClassModel {
    schemas = ClientSchemas.of(schemas);
  }

  /** By what new actors run: a release before a prerelease, then the higher one. */
  static final Comparator<Version> NEWEST =
      Comparator.<Version, Boolean>comparing(it -> it.prerelease().isEmpty())
          .thenComparing(Comparator.naturalOrder());

  /** The same of another version with this source. */
  public ClassModel in(Version other) {
    return new ClassModel(name, other, sourceSha, schemas, reducer);
  }

  /** {@code Cart@1.2.0}. */
  public String ref() {
    return name + "@" + version;
  }

  /** The schema of the state that clients see: what the class's view shows, if it has one. */
  JsonNode state() {
    return schemas.path(schemas.has("view") ? "view" : "state");
  }

  /** Whether subscribers get its events, and fold them. With a view they get patches of that. */
  public boolean isEventSourced() {
    return schemas.has("events");
  }
}
