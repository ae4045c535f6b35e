package io.actjs.runtime.viewing;

import io.actjs.runtime.subscription.Step;
import java.util.Map;
import java.util.Set;

/**
 * What a turn shows subscribers who may see a part of the state only.
 *
 * @param steps by viewer; the same for all subscribers with that viewer. One that is not in here
 *     sees no change
 * @param failed viewers whose view could not be made: they are to ask again
 */
public record ViewSteps(Map<String, Step> steps, Set<String> failed) {
  public boolean isEmpty() {
    return steps.isEmpty() && failed.isEmpty();
  }

  /** Characters of it. */
  public int chars() {
    int chars = 0;
    for (Step step : steps.values()) {
      chars += step.json().length();
    }
    return chars;
  }
}
