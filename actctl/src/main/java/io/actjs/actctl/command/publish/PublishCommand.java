package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.NameAtRange;
import io.actjs.actctl.dev.PolicyFile;
import io.actjs.actctl.dev.SiblingFiles;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import io.actjs.registry.rules.PolicyBlock;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl publish}. */
@Command(
    name = "publish",
    description = {
      "Publish a version of an actor class.",
      "",
      "The server checks the types, compiles the source and accepts calls at once. New "
          + "actors run the new version. A published version never changes: use a new version "
          + "number each time.",
      "",
      "Types that it imports from other classes (import type { Stock } from './Stock') come from "
          + "the file beside it, else from the newest published version that fits --dep.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl publish Cart.ts --version 1.0.0",
      "  actctl publish Cart.ts --version 1.1.0 --dep Stock@^1.0.0 --floating --dry-run"
    })
public final class PublishCommand extends ClientCommand {
  private static final int MOST_NOTES = 5;

  @Parameters(paramLabel = "FILE", description = "TypeScript source of one class.")
  private Path file;

  @Option(
      names = "--version",
      required = true,
      paramLabel = "V",
      description = "Semantic version, e.g. 1.2.0.")
  private String version;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "Name of the class (default: the file name without .ts).")
  private @Nullable String name;

  @Option(
      names = "--dep",
      paramLabel = "CLASS@RANGE",
      converter = NameAtRange.Converter.class,
      description = "Class that it uses and its npm version range; repeatable.")
  private List<NameAtRange> deps = new ArrayList<>();

  @Option(
      names = "--engine",
      paramLabel = "NAME@RANGE",
      converter = NameAtRange.Converter.class,
      description = "Required engine and version range, e.g. actjs@>=0.3.0; repeatable.")
  private List<NameAtRange> engines = new ArrayList<>();

  @Option(
      names = "--floating",
      description =
          "Migrate actors of older versions to it when it is the latest or the pinned version.")
  private boolean floating;

  @Option(
      names = "--event-sourced",
      description = "Reject the class unless it extends EventSourced.")
  private boolean eventSourced;

  @Option(names = "--no-check", description = "Skip the type check.")
  private boolean noCheck;

  /** How many stored states are held against the types of the version. */
  private enum CheckStates {
    NONE,
    SAMPLE,
    ALL
  }

  @Option(
      names = "--check-states",
      paramLabel = "EXTENT",
      defaultValue = "SAMPLE",
      description =
          "Stored states to hold against the new types, as migrated: none, sample or all (default: "
              + "sample, 100). A version that they do not fit is refused.")
  private CheckStates checkStates;

  @Option(names = "--dry-run", description = "Validate only; store nothing.")
  private boolean dryRun;

  @Mixin private SigningOptions signing;

  @Override
  protected int run(Server to) {
    String className = name != null ? name : file.getFileName().toString().replaceAll("\\.ts$", "");
    String source = withRules(className, text(file));
    Map<String, String> depRanges = NameAtRange.map(deps);
    Map<String, String> engineRanges = NameAtRange.map(engines);
    ObjectNode body = Json.object().put("version", version).put("source", source);
    body.put("check", !noCheck).put("dryRun", dryRun);
    body.put("checkStates", checkStates.name().toLowerCase(Locale.ROOT));
    body.put("floating", floating).put("eventSourced", eventSourced);
    if (!noCheck) {
      Path folder = file.toAbsolutePath().getParent();
      Map<String, String> types =
          Siblings.collect(className, source, new SiblingFiles(folder)).sources();
      if (!types.isEmpty()) {
        types.forEach(body.putObject("types")::put);
      }
    }
    depRanges.forEach(body.putObject("deps")::put);
    engineRanges.forEach(body.putObject("engines")::put);
    if (signing.wanted()) {
      ClassRef ref = new ClassRef(ActorRef.requireClassName(className), Version.parse(version));
      signing.sign(ref, source, depRanges, engineRanges, floating).forEach(body::put);
    }
    JsonNode published =
        to.post(Server.path("v1", "classes", className, "versions"), body.toString());
    output.print(published, () -> text(published));
    return 0;
  }

  private static String text(JsonNode published) {
    boolean dry = published.path("dryRun").asBoolean();
    JsonNode kid = published.path("signedBy");
    String ref = published.path("name").asText() + "@" + published.path("version").asText();
    return (dry ? "dry run: " + ref + " is valid, nothing published" : "published " + ref)
        + " (sha256 "
        + published.path("sha256").asText()
        + (kid.isMissingNode() ? ")" : ", signed by " + kid.asText() + ")")
        + states(published)
        + notes(published.path("notes"), ref);
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
        .limit(MOST_NOTES)
        .forEach(line -> text.append("\nnote: ").append(ErrorLines.oneLine(line)));
    if (lines.size() > MOST_NOTES) {
      text.append("\nand ").append(lines.size() - MOST_NOTES);
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

  /** With the rules of the file beside it, if there is one. */
  private String withRules(String className, String source) {
    Path rules = PolicyFile.beside(file);
    return Files.exists(rules) ? PolicyBlock.append(className, source, text(rules)) : source;
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new Failure("no such file: " + path, e);
    } catch (CharacterCodingException e) {
      throw new Failure(path + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new Failure("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
