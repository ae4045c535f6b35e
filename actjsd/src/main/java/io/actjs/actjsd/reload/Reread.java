package io.actjs.actjsd.reload;

import java.util.List;

/**
 * A configuration that was read again.
 *
 * @param changes what differs from the one that the daemon has
 * @param taken is called once the daemon has the live ones
 */
public record Reread(LiveSettings settings, List<Change> changes, Runnable taken) {
  public Reread {
    changes = List.copyOf(changes);
  }

  List<Change> changed() {
    return changes.stream().filter(Change::live).toList();
  }

  List<Change> needRestart() {
    return changes.stream().filter(it -> !it.live()).toList();
  }

  /** {@code {"changed":[…],"needRestart":[…]}}, for the answer and the audit. */
  String json() {
    StringBuilder json = new StringBuilder("{\"changed\":");
    write(changed(), json);
    write(needRestart(), json.append(",\"needRestart\":"));
    return json.append('}').toString();
  }

  private static void write(List<Change> changes, StringBuilder json) {
    String separator = "[";
    for (Change change : changes) {
      change.writeTo(json.append(separator));
      separator = ",";
    }
    json.append(changes.isEmpty() ? "[]" : "]");
  }
}
