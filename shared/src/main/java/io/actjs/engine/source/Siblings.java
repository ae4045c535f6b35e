package io.actjs.engine.source;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The classes whose types a source may import, as {@code import type { Stock } from './Stock'}
 * does. They are there for the type check; nothing of them becomes part of the compiled class.
 *
 * @param sources class name to source
 * @param missing class name to why there is no source of it
 */
public record Siblings(Map<String, String> sources, Map<String, String> missing) {
  public static final Siblings NONE = new Siblings(Map.of(), Map.of());

  private static final int MOST = 100;
  private static final int MOST_CHARS = 4 << 20;
  private static final Pattern NAMED =
      Pattern.compile("[\"']\\./([A-Za-z_][A-Za-z0-9_]*)(?:\\.[jt]s)?[\"']");

  /** Where sources come from. */
  public interface Sources {
    /** The source of a class; null when there is none. */
    @Nullable String of(String className);

    /** Why there is none. */
    default String lackOf(String className) {
      return "there is no source of " + className;
    }
  }

  /**
   * Those that a source names, those that they name, and so on. What looks like the path of an
   * import counts as one: the compiler says what is.
   *
   * @throws ActjsException {@code LimitExceeded}
   */
  public static Siblings collect(String className, String source, Sources from) {
    Map<String, String> sources = new TreeMap<>();
    Map<String, String> missing = new TreeMap<>();
    Deque<String> unread = new ArrayDeque<>();
    unread.add(source);
    long chars = 0;
    for (String text = unread.poll(); text != null; text = unread.poll()) {
      for (String name : named(text)) {
        if (name.equals(className) || sources.containsKey(name) || missing.containsKey(name)) {
          continue;
        }
        String found = from.of(name);
        if (found == null) {
          missing.put(name, from.lackOf(name));
        } else {
          sources.put(name, found);
          unread.add(found);
          chars += found.length();
        }
        requireRoom(className, sources.size() + missing.size(), chars);
      }
    }
    return sources.isEmpty() && missing.isEmpty() ? NONE : new Siblings(sources, missing);
  }

  private static Set<String> named(String source) {
    return source.contains("./")
        ? NAMED
            .matcher(source)
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(ActorRef::isName)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static void requireRoom(String className, int count, long chars) {
    if (count > MOST || chars > MOST_CHARS) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "%s imports the types of more than %d classes or %d characters, with those that they import: name what it calls in an interface of its own"
              .formatted(className, MOST, MOST_CHARS));
    }
  }
}
