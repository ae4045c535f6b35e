package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.publish.PublishedTexts.Made;
import io.actjs.actctl.compat.Bump;
import io.actjs.actctl.compat.SchemaChange;
import io.actjs.actctl.compat.SchemaChanges;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One class on its way to a server: first it is prepared, which finds its version and stores
 * nothing, then published. With {@code --bump}, a class whose newest version has the same text is
 * unchanged, and is not published.
 */
final class Publication {
  private static final String FIRST = "1.0.0";

  private final Server to;
  private final PublishOptions options;
  private final SigningOptions signing;
  private final Made made;

  private String version = FIRST;
  private boolean unchanged;
  private List<SchemaChange> changes = List.of();
  private @Nullable ObjectNode answer;

  Publication(Server to, PublishOptions options, SigningOptions signing, Made made) {
    this.to = to;
    this.options = options;
    this.signing = signing;
    this.made = made;
  }

  String className() {
    return made.className();
  }

  /** Name and version; the latter is known once it is prepared. */
  String ref() {
    return className() + "@" + version;
  }

  /** Whether its newest version has the same source. */
  boolean unchanged() {
    return unchanged;
  }

  /** How its schemas differ from those of its newest version, as far as they were compared. */
  List<SchemaChange> changes() {
    return changes;
  }

  /** What the server has said of it last, and why it has its version. */
  ObjectNode document() {
    ObjectNode document =
        unchanged
            ? Json.object()
                .put("name", className())
                .put("version", version)
                .put("sha256", Sha256.of(made.source().text()))
                .put("unchanged", true)
            : Objects.requireNonNull(answer, "not published");
    if (!changes.isEmpty()) {
      document.put("bump", SchemaChanges.asked(changes).word());
      ArrayNode list = document.putArray("changes");
      changes.forEach(
          it -> list.addObject().put("asks", it.asks().word()).put("change", it.text()));
    }
    return document;
  }

  /**
   * Finds its version, and has the server validate it as far as that is needed.
   *
   * @param tries whether it is needed in any case
   * @throws Failure when it is not valid, or asks for more than the version says
   */
  void prepare(boolean tries) {
    String given = options.version();
    if (given != null) {
      version = given;
      if (tries) {
        answer = post(true, false, true);
      }
    } else {
      JsonNode newest = Versions.highest(Versions.of(to, className()));
      if (newest == null) {
        if (tries) {
          answer = post(true, false, true);
        }
      } else if (newest.path("sourceSha256").asText().equals(Sha256.of(made.source().text()))) {
        unchanged = true;
        version = newest.path("version").asText();
      } else {
        bump(newest.path("version").asText(), tries);
      }
    }
    if (answer != null && !options.dryRun()) {
      requireFit(answer);
    }
  }

  private void bump(String newest, boolean tries) {
    JsonNode before = options.comparesTypes() ? schemas(newest) : null;
    Bump wanted = options.bump();
    if (wanted == null && before == null) {
      throw new Failure(
          className()
              + "@"
              + newest
              + " has no schemas to compare with, because it was published without the type check"
              + " or by an older server: name the bump",
          null);
    }
    Version last = Version.parse(newest);
    version = (wanted == null ? Bump.PATCH : wanted).after(last).toString();
    if (tries || before != null) {
      answer = post(true, before != null, tries);
    }
    if (before == null || answer == null) {
      return;
    }
    JsonNode after = answer.path("schemas");
    if (SchemaChanges.isDescribed(after)) {
      changes = SchemaChanges.between(className(), before, after);
    } else if (wanted == null) {
      throw new Failure(
          "the types of " + className() + " do not say which class it is: name the bump", null);
    }
    answer.remove("schemas");
    Version least = SchemaChanges.asked(changes).after(last);
    if (wanted == null) {
      version = least.toString();
      answer.put("version", version);
    } else if (least.compareTo(Version.parse(version)) > 0) {
      throw tooSmall(wanted);
    }
  }

  private Failure tooSmall(Bump wanted) {
    Bump asked = SchemaChanges.asked(changes);
    List<String> reasons =
        changes.stream().filter(it -> it.asks() == asked).map(SchemaChange::text).toList();
    String what =
        asked == Bump.MAJOR
            ? "a breaking change of handlers, state or events asks for a major version"
            : "a change of handlers, state or events asks for a minor version";
    return new Failure(
        "BumpTooSmall",
        "%s, which --bump %s would hide: %s; use --bump %s or auto, or --no-check"
            .formatted(what, wanted.word(), reasons.getFirst(), asked.word()),
        reasons,
        null);
  }

  /** The described schemas of a published version; null when it has none. */
  private @Nullable JsonNode schemas(String published) {
    try {
      JsonNode schemas =
          to.get(Server.path("v1", "classes", className(), "versions", published, "schema"));
      return SchemaChanges.isDescribed(schemas) ? schemas : null;
    } catch (Failure e) {
      if ("SchemaNotFound".equals(e.code())) {
        return null;
      }
      throw e;
    }
  }

  /** A dry run only reports states that do not fit; the server refuses to publish over them. */
  private void requireFit(JsonNode tried) {
    JsonNode states = tried.path("states");
    if (states.path("unfit").asInt() > 0) {
      throw new Failure(
          "StatesUnfit",
          "%d of %d stored states would not fit %s: give it a migrate, change its types, or use --check-states none"
              .formatted(states.path("unfit").asInt(), states.path("checked").asInt(), ref()),
          Diagnostics.of(tried),
          null);
    }
  }

  /** Publishes it; it is prepared. */
  void publish() {
    answer = post(options.dryRun(), false, true);
  }

  private ObjectNode post(boolean dryRun, boolean withSchemas, boolean states) {
    String source = made.source().text();
    ObjectNode body = options.request(className(), states).put("version", version);
    body.put("source", source).put("dryRun", dryRun);
    if (withSchemas) {
      body.put("withSchemas", true);
    }
    if (!made.types().isEmpty()) {
      made.types().forEach(body.putObject("types")::put);
    }
    if (signing.wanted()) {
      ClassRef ref = new ClassRef(ActorRef.requireClassName(className()), Version.parse(version));
      signing
          .sign(ref, source, options.depsOf(className()), options.engines(), options.floating())
          .forEach(body::put);
    }
    String path = Server.path("v1", "classes", className(), "versions");
    return (ObjectNode) to.post(path, body.toString());
  }
}
