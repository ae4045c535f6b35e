package io.actjs.runtime.loading;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How stored states fit the types of a version.
 *
 * @param checked actors that were looked at
 * @param unfit of these, those whose state would not fit
 * @param failed of these, those whose state could not be made
 * @param complete whether these are all stored actors of the class
 * @param misfits what does not fit, by its place; of many, the first
 * @param failure why the first state that could not be made could not; null when all could
 */
public record StateReport(
    int checked,
    int unfit,
    int failed,
    boolean complete,
    List<Misfit> misfits,
    @Nullable String failure) {
  static final StateReport NOTHING = new StateReport(0, 0, 0, true, List.of(), null);

  /**
   * A place where states do not fit.
   *
   * @param path a JSON pointer; {@code *} stands for the elements of an array
   * @param actors whose states do not fit there
   * @param example the id of one of them
   */
  public record Misfit(String path, String message, int actors, String example) {}

  /** Whether all states that were looked at fit. */
  public boolean fits() {
    return unfit == 0 && failed == 0;
  }

  /** What was found, in one line. */
  public String summary() {
    return "%d of %d stored states%s would not fit"
        .formatted(unfit + failed, checked, complete ? "" : " that were checked");
  }

  /** What was found, a line for each place. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Misfit misfit : misfits) {
      lines.add(
          "%s %s: %s"
              .formatted(
                  misfit.path.isEmpty() ? "the state" : misfit.path,
                  misfit.message,
                  misfit.actors == 1
                      ? "actor " + misfit.example
                      : misfit.actors + " actors, such as " + misfit.example));
    }
    if (failure != null) {
      lines.add("%d could not be made, the first: %s".formatted(failed, failure));
    }
    return lines;
  }
}
