package io.actjs.actctl.bundle;

import io.actjs.engine.source.BundledSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A class file with what it imports.
 *
 * @param file the class file
 * @param alone whether it imports nothing but the kit and types of classes: then its own text is
 *     what is published, and the rest is empty
 * @param code as {@link BundledSource} says
 * @param map from the code to the author's files
 * @param inputs what went in
 * @param sources the author's files that are in the code, by their paths from the folder of the
 *     file
 * @param watched the files that, when they change, may change this
 */
record Bundle(
    Path file,
    boolean alone,
    String code,
    String map,
    List<BundledSource.Input> inputs,
    Map<String, String> sources,
    Set<Path> watched) {

  static Bundle alone(Path file) {
    return new Bundle(file, true, "", "", List.of(), Map.of(), Set.of(file));
  }
}
