package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.NameAtRange;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.io.IOException;
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
      "Other files and packages of npm that it imports are bundled with it. Types of other classes "
          + "(import type { Stock } from './Stock') come from the file beside it, else from the "
          + "newest published version that fits --dep.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl publish Cart.ts --version 1.0.0",
      "  actctl publish Cart.ts --version 1.1.0 --dep Stock@^1.0.0 --floating --dry-run"
    })
public final class PublishCommand extends ClientCommand {
  private static final int MOST_NOTES = 5;

  @Parameters(paramLabel = "FILE", description = "TypeScript file of one class.")
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
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open();
        ClassSources sources = new ClassSources(compiler, published(to))) {
      return publish(to, className, sources, source(sources, className));
    }
  }

  private int publish(Server to, String className, ClassSources sources, ClassSource made) {
    String source = made.text();
    Map<String, String> depRanges = NameAtRange.map(deps);
    Map<String, String> engineRanges = NameAtRange.map(engines);
    ObjectNode body = Json.object().put("version", version).put("source", source);
    body.put("check", !noCheck).put("dryRun", dryRun);
    body.put("checkStates", checkStates.name().toLowerCase(Locale.ROOT));
    body.put("floating", floating).put("eventSourced", eventSourced);
    if (!noCheck && !made.bundled()) {
      Map<String, String> types = sources.siblings(file, className, source).sources();
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

  /** The sources of published classes, for types of which there is no file. */
  private Siblings.Sources published(Server to) {
    Map<String, String> ranges = NameAtRange.map(deps);
    return name -> Versions.newestSource(to, name, ranges.get(name));
  }

  private ClassSource source(ClassSources sources, String className) {
    try {
      return sources.of(file, className, noCheck ? Types.IGNORED : Types.CHECKED);
    } catch (NoSuchFileException e) {
      throw new Failure("no such file: " + file, e);
    } catch (ActjsException e) {
      throw new Failure(e.code().name(), e.detail(), Diagnostics.of(e), e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while bundling " + file, e);
    }
  }
}
