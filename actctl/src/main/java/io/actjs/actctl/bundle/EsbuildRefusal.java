package io.actjs.actctl.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** esbuild could not bundle the files, for reasons that are the author's. */
public final class EsbuildRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern MESSAGE =
      Pattern.compile("(?m)^✘ \\[ERROR] (.*)\\n(?:\\n    (.+?):(\\d+):(\\d+):\\n)?");
  private static final Pattern UNRESOLVED = Pattern.compile("Could not resolve \"([^\"]+)\"");

  private final transient List<Reason> reasons;

  /**
   * One reason.
   *
   * @param file where it shows; null when it is about no file
   * @param line counted from 1, as {@code column} is
   */
  public record Reason(String text, @Nullable Path file, int line, int column) {

    /** The module that an import names and that is not there; null for another reason. */
    public @Nullable String unresolved() {
      Matcher matcher = UNRESOLVED.matcher(text);
      return matcher.lookingAt() ? matcher.group(1) : null;
    }
  }

  private EsbuildRefusal(List<Reason> reasons) {
    super(reasons.toString(), null, false, false);
    this.reasons = List.copyOf(reasons);
  }

  /** What it wrote, read. */
  static EsbuildRefusal of(Path folder, String messages) {
    List<Reason> reasons = new ArrayList<>();
    Matcher matcher = MESSAGE.matcher(messages);
    while (matcher.find()) {
      String file = matcher.group(2);
      reasons.add(
          file == null
              ? new Reason(matcher.group(1), null, 0, 0)
              : new Reason(
                  matcher.group(1),
                  folder.resolve(file).normalize(),
                  Integer.parseInt(matcher.group(3)),
                  // Counted from 0 there.
                  Integer.parseInt(matcher.group(4)) + 1));
    }
    if (reasons.isEmpty()) {
      reasons.add(new Reason("esbuild failed: " + messages.strip(), null, 0, 0));
    }
    return new EsbuildRefusal(reasons);
  }

  public List<Reason> reasons() {
    return reasons;
  }
}
