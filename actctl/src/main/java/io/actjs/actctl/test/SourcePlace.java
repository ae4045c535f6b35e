package io.actjs.actctl.test;

import java.nio.file.Path;

/**
 * A place in an author's file.
 *
 * @param line counted from 1, as {@code column} is
 */
public record SourcePlace(Path file, int line, int column) {}
