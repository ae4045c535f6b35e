package io.actjs.storage.valkey;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.storage.Signals.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signals as they go over a channel: the sender's name, then one line a signal. A line that is not
 * understood is skipped, for a newer version may have sent it.
 *
 * @param sender tells a server's own hints from those of others
 */
record Hint(String sender, List<Signal> signals) {
  private static final String REMINDER = "reminder ";
  private static final String REGISTRY = "registry";
  private static final String ACTIVATED = "activated ";

  String text() {
    StringBuilder text = new StringBuilder(sender);
    for (Signal signal : signals) {
      text.append('\n')
          .append(
              switch (signal) {
                case Signal.ReminderSet(long dueAt) -> REMINDER + dueAt;
                case Signal.RegistryChanged changed -> REGISTRY;
                // Ids have no control characters, so a line is a line.
                case Signal.Activated(ActorRef ref, long epoch) -> ACTIVATED + epoch + " " + ref;
              });
    }
    return text.toString();
  }

  static Hint of(String text) {
    List<String> lines = text.lines().toList();
    List<Signal> signals = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      Signal signal = signal(line);
      if (signal != null) {
        signals.add(signal);
      }
    }
    return new Hint(lines.isEmpty() ? "" : lines.getFirst(), signals);
  }

  private static @Nullable Signal signal(String line) {
    try {
      if (line.startsWith(REMINDER)) {
        return new Signal.ReminderSet(Long.parseLong(line.substring(REMINDER.length())));
      }
      if (line.startsWith(ACTIVATED)) {
        return activated(line.substring(ACTIVATED.length()));
      }
      return line.equals(REGISTRY) ? new Signal.RegistryChanged() : null;
    } catch (NumberFormatException | ActjsException e) {
      return null;
    }
  }

  private static @Nullable Signal activated(String text) {
    int blank = text.indexOf(' ');
    int slash = text.indexOf('/', blank + 1);
    if (blank < 0 || slash < 0) {
      return null;
    }
    ActorRef ref = new ActorRef(text.substring(blank + 1, slash), text.substring(slash + 1));
    return new Signal.Activated(ref, Long.parseLong(text.substring(0, blank)));
  }
}
