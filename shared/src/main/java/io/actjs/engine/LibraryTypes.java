package io.actjs.engine;

import io.actjs.engine.source.ClasspathText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declarations of the ECMAScript library as actors have it: all that V8 knows, without what the
 * kernel takes away before actor code runs ({@code lockdown.ts}).
 */
final class LibraryTypes {
  private static final String ROOT = "esnext";
  private static final Pattern REFERENCE =
      Pattern.compile("^/// <reference lib=\"([a-z0-9.]+)\" />", Pattern.MULTILINE);

  /** Shared memory, and what depends on the garbage collector. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "es2017.sharedmemory",
          "es2020.sharedmemory",
          "es2024.sharedmemory",
          "esnext.sharedmemory",
          "es2021.weakref");

  /** Code made from text, the callers of a function, the last match of a pattern. */
  private static final Map<String, List<Pattern>> CUT =
      Map.of(
          "es5",
          List.of(
              Pattern.compile("^declare function eval\\(.*\n", Pattern.MULTILINE),
              Pattern.compile(
                  "(?<=^interface FunctionConstructor \\{)[^}]*(?=    readonly prototype)",
                  Pattern.MULTILINE),
              Pattern.compile("^    arguments: any;\n    caller: Function;\n", Pattern.MULTILINE),
              Pattern.compile(
                  "^    \"(\\$.|input|lastMatch|lastParen|leftContext|rightContext)\": string;\n",
                  Pattern.MULTILINE)));

  private LibraryTypes() {}

  /** The files of the library and their texts; {@code home}: where the compiler has them. */
  static Map<String, String> read(String home) {
    Map<String, String> files = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(ROOT);
    while (!open.isEmpty()) {
      String library = open.remove();
      String name = "lib." + library + ".d.ts";
      if (!files.containsKey(name)) {
        String text =
            LEFT_OUT.contains(library) ? "" : cut(library, ClasspathText.read(home + name));
        files.put(name, text);
        Matcher references = REFERENCE.matcher(text);
        while (references.find()) {
          open.add(references.group(1));
        }
      }
    }
    return files;
  }

  private static String cut(String library, String text) {
    String rest = text;
    for (Pattern pattern : CUT.getOrDefault(library, List.of())) {
      Matcher matcher = pattern.matcher(rest);
      if (!matcher.find()) {
        throw new IllegalStateException("the library " + library + " has no " + pattern);
      }
      rest = matcher.replaceAll("");
    }
    return rest;
  }
}
