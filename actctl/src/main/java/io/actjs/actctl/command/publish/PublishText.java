package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.compat.SchemaChange;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import java.util.ArrayList;
import java.util.List;

/** What was published, for people. */
final class PublishText {
  private static final int MOST_LINES = 5;

  private PublishText() {}

  /**
   * With what its schemas do not say.
   *
   * @param why whether to say why it has its version
   */
  static String full(Publication published, boolean why) {
    JsonNode document = published.document();
    String notes = published.unchanged() ? "" : notes(document.path("notes"), published.ref());
    return brief(published, why) + notes;
  }

  /** One line, and why it has its version, and what became of stored states. */
  static String brief(Publication published, boolean why) {
    if (published.unchanged()) {
      return "unchanged " + published.ref();
    }
    JsonNode document = published.document();
    String reasons = why ? reasons(published.changes()) : "";
    return headline(document) + reasons + states(document);
  }

  private static String headline(JsonNode published) {
    boolean dry = published.path("dryRun").asBoolean();
    JsonNode kid = published.path("signedBy");
    String ref = published.path("name").asText() + "@" + published.path("version").asText();
    return (dry ? "dry run: " + ref + " is valid, nothing published" : "published " + ref)
        + " (sha256 "
        + published.path("sha256").asText()
        + (kid.isMissingNode() ? ")" : ", signed by " + kid.asText() + ")");
  }

  /** The changes that ask for most come first. */
  private static String reasons(List<SchemaChange> changes) {
    StringBuilder text = new StringBuilder();
    changes.stream()
        .limit(MOST_LINES)
        .forEach(it -> text.append("\n  ").append(ErrorLines.oneLine(it.toString())));
    if (changes.size() > MOST_LINES) {
      text.append("\n  and ").append(changes.size() - MOST_LINES).append(" more, see --json");
    }
    return text.toString();
  }

  /** Where its schemas say less than its types. */
  private static String notes(JsonNode notes, String ref) {
    List<String> lines = new ArrayList<>();
    for (JsonNode note : notes) {
      if (!note.path("untyped").asBoolean()) {
        lines.add(note.path("at").asText() + ": " + note.path("reason").asText());
      }
    }
    StringBuilder text = new StringBuilder();
    lines.stream()
        .limit(MOST_LINES)
        .forEach(line -> text.append("\nnote: ").append(ErrorLines.oneLine(line)));
    if (lines.size() > MOST_LINES) {
      text.append("\nand ").append(lines.size() - MOST_LINES);
      text.append(" more notes, see \"actctl schema ").append(ref).append('"');
    }
    return text.toString();
  }

  /** What was found of the stored states; nothing when there are none. */
  private static String states(JsonNode published) {
    JsonNode states = published.path("states");
    int checked = states.path("checked").asInt();
    int unfit = states.path("unfit").asInt() + states.path("failed").asInt();
    if (checked == 0) {
      return "";
    }
    String of =
        checked + (states.path("complete").asBoolean() ? "" : " checked") + " stored states";
    StringBuilder text = new StringBuilder();
    text.append(
        unfit == 0 ? "\nall " + of + " fit" : "\n" + unfit + " of " + of + " would not fit");
    for (String line : Diagnostics.of(published)) {
      text.append("\n  ").append(ErrorLines.oneLine(line));
    }
    return text.toString();
  }
}
