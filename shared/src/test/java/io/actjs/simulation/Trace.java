package io.actjs.simulation;

import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened, in order: one seed has one trace. A line begins with a word, or a few, for the
 * kind of what happened, then a colon and the particulars, if any.
 */
final class Trace {
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Long> happened = new TreeMap<>();

  void add(String line) {
    lines.add(line);
    int colon = line.indexOf(':');
    happened.merge(colon < 0 ? line : line.substring(0, colon), 1L, Long::sum);
  }

  /** How often things of each kind have happened. */
  Map<String, Long> happened() {
    return happened;
  }

  /** An entry, and what storage says to it. */
  void add(JournalEntry entry, CommitResult result) {
    String how = result == CommitResult.COMMITTED ? "" : " refused as " + result;
    add(
        switch (entry) {
          case TurnRecord turn ->
              kindOf(turn.change())
                  + how
                  + ": "
                  + turn.ref()
                  + " "
                  + turn.seq()
                  + " epoch "
                  + turn.epoch()
                  + " "
                  + turn.version()
                  + " "
                  + turn.change()
                  + " sends "
                  + (turn.outbox().size() + turn.reminders().size())
                  + " consumes "
                  + turn.consumed();
          case Remembered remembered -> "remembered" + how + ": " + remembered;
          case InboxEntry.Accepted accepted -> "message" + how + ": " + text(accepted.message());
          case InboxEntry.ReminderFired fired -> "reminder" + how + ": " + text(fired.message());
          case InboxEntry.Postponed postponed ->
              "postponed" + how + ": " + text(postponed.message());
          case InboxEntry.Exhumed exhumed -> "exhumed" + how + ": " + exhumed;
          case InboxEntry.DeadLettered dead ->
              "dead letter"
                  + how
                  + ": after "
                  + dead.attempts()
                  + " "
                  + text(dead.message())
                  + " "
                  + dead.reason();
        });
  }

  private static String kindOf(Change change) {
    return switch (change) {
      case Change.Patch patch -> "turn";
      case Change.Events events -> "turn of events";
      case Change.Replaced replaced -> "replacement";
      case Change.Tombstone tombstone -> "deletion";
    };
  }

  private static String text(InboxMessage message) {
    return message.id() + " to " + message.target() + " " + message.type() + message.payload();
  }

  /**
   * Where another trace begins to differ from this one, a few lines of each; empty when nowhere.
   */
  String difference(Trace other) {
    int at = 0;
    while (at < lines.size()
        && at < other.lines.size()
        && lines.get(at).equals(other.lines.get(at))) {
      at++;
    }
    return at == lines.size() && at == other.lines.size()
        ? ""
        : "line " + at + "\n" + from(at) + "\nand\n" + other.from(at);
  }

  private String from(int at) {
    return String.join("\n", lines.subList(Math.max(0, at - 3), Math.min(lines.size(), at + 3)));
  }

  /** The newest lines, each with its number. */
  String last(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(0, lines.size() - count); i < lines.size(); i++) {
      text.append("%5d  %s%n".formatted(i, lines.get(i)));
    }
    return text.toString();
  }
}
