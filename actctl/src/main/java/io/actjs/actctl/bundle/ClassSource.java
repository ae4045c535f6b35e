package io.actjs.actctl.bundle;

import java.nio.file.Path;
import java.util.Set;

/**
 * What a class file comes to.
 *
 * @param file the class file, absolute
 * @param own its text
 * @param text what is published: the author's text, or a bundle, with the rules of the file beside
 * @param bundled whether it is a bundle; then its types are inspected here, and not by the server
 * @param watched the files that, when they change, may change this or its types
 */
public record ClassSource(Path file, String own, String text, boolean bundled, Set<Path> watched) {}
