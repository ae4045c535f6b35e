package io.actjs.runtime.viewing;

import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The viewers that the kernel tells of changes, and where each of them is. A viewer stands for all
 * subscribers who may see the same. Confined to the worker.
 *
 * <p>A viewer's changes have positions of their own: those of the turns that changed what it sees.
 * So a turn that shows it nothing is no hole for it.
 */
public final class Viewers {
  /** What the turns in the kernel have changed so far. */
  private final Map<Long, Map<String, @Nullable String>> changes = new HashMap<>(2);

  private final Map<String, Viewer> known = new HashMap<>(4);

  /** One viewer. */
  private static final class Viewer {
    private Position at;

    /** States on their way to subscribers who do not count as such yet. */
    private int underWay;

    Viewer(Position at) {
      this.at = at;
    }
  }

  /** A turn changes what a viewer sees; {@code patch} is null when its view has failed. */
  public void changed(long turn, String viewer, @Nullable String patch) {
    changes.computeIfAbsent(turn, id -> new LinkedHashMap<>(4)).put(viewer, patch);
  }

  /** Nothing of the turn is kept. */
  public void undone(long turn) {
    changes.remove(turn);
  }

  /** A state for a viewer has left the kernel; returns where that is in what the viewer sees. */
  public Position opened(String viewer, Position at) {
    Viewer opened = known.computeIfAbsent(viewer, key -> new Viewer(at));
    opened.underWay++;
    return opened.at;
  }

  /** It has reached its subscribers, or never will. */
  public void arrived(String viewer) {
    Viewer opened = known.get(viewer);
    if (opened != null) {
      opened.underWay--;
    }
  }

  /**
   * What the turn shows whom.
   *
   * @param mutationId of the call that it served, or null
   * @param at where it leads
   * @param audience who subscribes
   * @param forgotten is told of viewers that nobody is any more
   */
  public ViewSteps steps(
      long turn,
      @Nullable String mutationId,
      Position at,
      List<Attachment> audience,
      Forgotten forgotten) {
    Map<String, @Nullable String> changed = changes.remove(turn);
    if (changed == null) {
      return new ViewSteps(Map.of(), Set.of());
    }
    Map<String, Step> steps = new LinkedHashMap<>(changed.size());
    Set<String> failed = new LinkedHashSet<>(0);
    changed.forEach(
        (key, patch) -> {
          Viewer viewer = known.get(key);
          if (viewer == null || patch == null) {
            known.remove(key);
            failed.add(key);
          } else if (viewer.underWay == 0 && !isAny(key, audience)) {
            known.remove(key);
            forgotten.forgotten(key);
          } else {
            steps.put(key, new Step(ClassKind.STATE, viewer.at.seq(), at, patch, mutationId));
            viewer.at = at;
          }
        });
    return new ViewSteps(steps, failed);
  }

  /** Is told of a viewer that nobody is any more. */
  public interface Forgotten {
    void forgotten(String viewer);
  }

  private static boolean isAny(String viewer, List<Attachment> audience) {
    for (Attachment attachment : audience) {
      if (viewer.equals(attachment.viewer())) {
        return true;
      }
    }
    return false;
  }
}
