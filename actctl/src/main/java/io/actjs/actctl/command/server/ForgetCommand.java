package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.client.ShellWords;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl forget}: round by round, each of which the server does on its own. */
@Command(
    name = "forget",
    description = {
      "Erase a person from the store.",
      "",
      "Actors are the person's if they have all of the tags, or are named. Those whose class "
          + "names its personal members (static personal) lose these and go on; others are "
          + "deleted. With them go their earlier turns, snapshots, messages and dead letters. "
          + "With --principal, so do messages that other actors have from the person, and its "
          + "tokens. Without --yes nothing is changed, and what would be is listed.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl forget --principal alice --tag user=alice",
      "  actctl forget --principal alice --tag user=alice --yes",
      "  actctl forget Profile/alice --delete --yes"
    })
public final class ForgetCommand extends ClientCommand {
  /** What a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.:=@%+,-]+");

  @Parameters(
      arity = "0..*",
      paramLabel = "CLASS/ID",
      description = "Actors of the person, deleted ones included.")
  private List<String> actors = List.of();

  @Option(
      names = "--principal",
      paramLabel = "SUB",
      description = "Principal that the person has been: the subject of its tokens.")
  private @Nullable String principal;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Tag that the person's actors have; with several, they have all of them.")
  private List<String> tags = List.of();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Class to keep to, for tags and messages (default: all classes).")
  private @Nullable String className;

  @Option(
      names = "--delete",
      description = "Delete actors as a whole whose class names personal members, too.")
  private boolean delete;

  @Option(names = "--yes", description = "Do it. What is erased cannot be brought back.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Only list what would be erased, as without --yes.")
  private boolean dryRun;

  @Override
  protected int run(Server to) {
    if (principal == null && tags.isEmpty() && actors.isEmpty()) {
      throw wrong("name the person by --principal, --tag or CLASS/ID");
    }
    if (yes && dryRun) {
      throw wrong("--yes and --dry-run exclude each other");
    }
    for (String actor : actors) {
      if (actor.indexOf('/') <= 0) {
        throw wrong("'" + actor + "' names no actor: write CLASS/ID");
      }
    }
    ObjectNode request = request();
    ArrayNode found = Json.object().putArray("actors");
    JsonNode answer;
    do {
      answer = to.postPatiently("/v1/admin/forget", Json.compact(request));
      for (JsonNode actor : answer.path("actors")) {
        found.add(actor);
        tell(actor);
      }
      request.set("after", answer.path("next"));
    } while (answer.has("next"));
    report(answer, found);
    return yes && answer.path("done").path("kept").asLong() > 0 ? 1 : 0;
  }

  private ObjectNode request() {
    ObjectNode request = Json.object();
    if (principal != null) {
      request.put("principal", principal);
    }
    ArrayNode tagged = request.putArray("tags");
    tags.forEach(tagged::add);
    ArrayNode named = request.putArray("actors");
    actors.forEach(named::add);
    if (className != null) {
      request.put("class", className);
    }
    return request.put("delete", delete).put("dryRun", !yes);
  }

  /** Each actor as it is met, so that a long run is seen to go on. */
  private void tell(JsonNode actor) {
    if (output.json()) {
      return;
    }
    JsonNode done = actor.path("done");
    String name = actor.path("class").asText() + "/" + actor.path("id").asText();
    String fate =
        switch (actor.path("fate").asText()) {
          case "deleted" -> yes ? "deleted" : "would be deleted";
          case "erased" -> yes ? "erased" : "would lose its personal members";
          case "removed" -> yes ? "removed: it was deleted before" : "is deleted, would be removed";
          default -> "does not exist";
        };
    spec.commandLine()
        .getOut()
        .println(
            "  %s: %s (turns: %d, messages: %d, dead letters: %d, replies: %d)"
                .formatted(
                    name,
                    fate,
                    done.path("turns").asLong(),
                    done.path("messages").asLong(),
                    done.path("deadLetters").asLong(),
                    done.path("replies").asLong()));
    spec.commandLine().getOut().flush();
  }

  private void report(JsonNode last, ArrayNode found) {
    List<String> remains = remains(last);
    ObjectNode document = Json.object();
    document.set("erasure", last.path("erasure"));
    document.put("dryRun", !yes);
    document.set("actors", found);
    document.set("done", last.path("done"));
    if (last.has("residue")) {
      document.set("residue", last.path("residue"));
    }
    ArrayNode remaining = document.putArray("remains");
    remains.forEach(remaining::add);
    output.print(document, () -> text(last, remains));
  }

  private String text(JsonNode last, List<String> remains) {
    JsonNode done = last.path("done");
    StringBuilder text = new StringBuilder(yes ? "erased: " : "would be erased: ");
    text.append(
        "actors deleted: %d, actors erased: %d, turns: %d, messages: %d, dead letters: %d, replies: %d, tokens: %d"
            .formatted(
                done.path("deleted").asLong(),
                done.path("erased").asLong(),
                done.path("turns").asLong(),
                done.path("messages").asLong(),
                done.path("deadLetters").asLong(),
                done.path("replies").asLong(),
                done.path("tokens").asLong()));
    text.append("\nwhat remains:");
    remains.forEach(remain -> text.append("\n  - ").append(remain));
    if (!yes) {
      text.append("\nnothing was changed; to erase it: ").append(again());
    }
    return text.toString();
  }

  private static List<String> remains(JsonNode last) {
    JsonNode done = last.path("done");
    List<String> remains = new ArrayList<>();
    long audit = done.path("auditEntries").asLong();
    if (audit > 0) {
      remains.add(
          "entries of the audit that name the person: %d; it is a chain, and --keep-audit ends them"
              .formatted(audit));
    }
    if (done.path("kept").asLong() > 0) {
      remains.add(
          ("actors with something left: %d; events of others that name the person, an actor that"
                  + " was in use, or a reader that has yet to pass its turns: run this again")
              .formatted(done.path("kept").asLong()));
    }
    if (done.path("copies").asLong() > 0) {
      remains.add(
          "copies in Valkey, which could not be reached, of actors: %d; they expire"
              .formatted(done.path("copies").asLong()));
    }
    switch (last.path("residue").asText()) {
      case "file-system" -> remains.add("blocks that the store's files gave back to the disk");
      case "database-server" ->
          remains.add(
              "row versions in pages of PostgreSQL until they are written over (VACUUM FULL does"
                  + " it at once), and in its write-ahead log, archives and replicas");
      default -> {}
    }
    remains.add("copies that other actors have made of it in their own states");
    remains.add("backups, exports and logs; an older export or backup brings it back");
    return remains;
  }

  /** The same command that does it. */
  private String again() {
    List<String> words = new ArrayList<>(List.of("actctl", "forget"));
    add(words, "--principal", principal);
    tags.forEach(tag -> add(words, "--tag", tag));
    add(words, "--class", className);
    if (delete) {
      words.add("--delete");
    }
    words.add("--yes");
    words.addAll(actors);
    return words.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : ShellWords.quote(word))
        .collect(Collectors.joining(" "));
  }

  private static void add(List<String> words, String option, @Nullable String value) {
    if (value != null) {
      words.add(option);
      words.add(value);
    }
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
