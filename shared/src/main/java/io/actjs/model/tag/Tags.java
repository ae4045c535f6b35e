package io.actjs.model.tag;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.Utf8;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tags of an actor: short texts by which actors are found. None has a control character, so they
 * are stored and sent as one text with a newline between two.
 */
public final class Tags {
  private static final String SEPARATOR = "\n";
  private static final int SHOWN = 60;

  private Tags() {}

  /** The text of tags; empty for none. */
  public static String text(List<String> tags) {
    return String.join(SEPARATOR, tags);
  }

  /** The tags of a {@link #text}; none for null. */
  public static List<String> read(@Nullable String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR));
  }

  /**
   * The tags as an actor has them: sorted, each once.
   *
   * @param most tags that an actor may have
   * @param mostBytes of one
   * @throws ActjsException {@code TagInvalid}, {@code TagLimit}
   */
  public static List<String> of(Collection<String> tags, int most, int mostBytes) {
    TreeSet<String> sorted = new TreeSet<>();
    for (String tag : tags) {
      sorted.add(require(tag, mostBytes));
      if (sorted.size() > most) {
        throw new ActjsException(ProblemCode.TagLimit, "an actor may have " + most + " tags");
      }
    }
    return List.copyOf(sorted);
  }

  /**
   * The tag unchanged.
   *
   * @throws ActjsException {@code TagInvalid}
   */
  public static String require(String tag, int mostBytes) {
    if (!isTag(tag, mostBytes)) {
      String shown = tag.length() <= SHOWN ? tag : tag.substring(0, SHOWN) + "…";
      throw new ActjsException(
          ProblemCode.TagInvalid,
          "\"%s\" is not a tag: 1 to %d bytes of UTF-8 without control characters"
              .formatted(shown, mostBytes));
    }
    return tag;
  }

  private static boolean isTag(String tag, int mostBytes) {
    return !tag.isEmpty()
        && tag.length() <= mostBytes
        && tag.codePoints()
            .noneMatch(
                point ->
                    Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE)
        && Utf8.length(tag) <= mostBytes;
  }
}
