package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import io.actjs.engine.source.BundledSource;
import io.actjs.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl list}. */
@Command(
    name = "list",
    description = {"List the published classes, the versions of one class, or what is in one.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl list Cart",
      "  actctl list Cart@1.2.0 --sources   its files and packages, with their hashes"
    })
public final class ListCommand extends ClientCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "CLASS[@VERSION]",
      description = "Class whose versions to list (default: list the classes).")
  private @Nullable String wanted;

  @Option(
      names = "--sources",
      description = "List the files and packages that a version is made of (default: the latest).")
  private boolean sources;

  @Override
  protected int run(Server to) {
    String className = namedClass();
    if (sources) {
      listSources(to, className);
    } else if (className != null) {
      listVersions(to, className);
    } else {
      listClasses(to);
    }
    return 0;
  }

  private void listSources(Server to, @Nullable String className) {
    if (className == null) {
      throw new ParameterException(
          spec.commandLine(), "--sources needs a class: Cart or Cart@1.2.0");
    }
    JsonNode versions = Versions.of(to, className);
    if (versions.isEmpty()) {
      throw Versions.unknownClass(className);
    }
    String version =
        wantedVersion() != null
            ? wantedVersion()
            : Versions.latest(versions).path("version").asText();
    String source = Versions.source(to, className, version);
    BundledSource bundle = BundledSource.of(source);
    List<BundledSource.Input> inputs =
        bundle == null
            ? List.of(
                new BundledSource.Input(
                    className + ".ts",
                    1,
                    source.getBytes(StandardCharsets.UTF_8).length,
                    Sha256.of(source)))
            : bundle.inputs();
    ObjectNode document = Json.object().put("name", className).put("version", version);
    document.put("bundler", bundle == null ? null : bundle.bundler());
    ArrayNode list = document.putArray("sources");
    Table table = new Table("SOURCE", "FILES", "BYTES", "SHA256");
    for (BundledSource.Input input : inputs) {
      list.addObject()
          .put("path", input.path())
          .put("files", input.files())
          .put("bytes", input.bytes())
          .put("sha256", input.sha256());
      table.row(
          input.path(),
          Integer.toString(input.files()),
          Long.toString(input.bytes()),
          abbreviate(input.sha256()));
    }
    output.print(document, table::toString);
  }

  private @Nullable String wantedVersion() {
    int at = wanted == null ? -1 : wanted.indexOf('@');
    return at < 0 ? null : wanted.substring(at + 1);
  }

  private void listClasses(Server to) {
    ObjectNode document = Json.object();
    ArrayNode classes = document.putArray("classes");
    Table table = new Table("CLASS", "LATEST", "VERSIONS", "HANDLERS").cutting("HANDLERS");
    for (JsonNode name : to.get("/v1/classes").path("classes")) {
      JsonNode versions = Versions.of(to, name.asText());
      ArrayNode numbers = classes.addObject().put("name", name.asText()).putArray("versions");
      versions.forEach(version -> numbers.add(version.path("version").asText()));
      JsonNode latest = Versions.latest(versions);
      table.row(
          name.asText(),
          latest.path("version").asText(),
          Integer.toString(versions.size()),
          names(latest.path("handlers")));
    }
    output.print(
        document,
        () ->
            classes.isEmpty()
                ? "no published classes; publish one with \"actctl publish\""
                : table.toString());
  }

  private void listVersions(Server to, String name) {
    JsonNode versions = Versions.of(to, name);
    if (versions.isEmpty()) {
      throw Versions.unknownClass(name);
    }
    Table table =
        new Table("VERSION", "SHA256", "PUBLISHED", "ENVIRONMENTS", "STATE")
            .cutting("ENVIRONMENTS", "STATE");
    for (JsonNode version : versions) {
      table.row(
          version.path("version").asText(),
          abbreviate(version.path("sourceSha256").asText()),
          Times.text(version.path("publishedAt")),
          names(version.path("environments")),
          state(version));
    }
    output.print(Json.object().put("name", name).set("versions", versions), table::toString);
  }

  private static String abbreviate(String sha) {
    return sha.substring(0, Math.min(12, sha.length()));
  }

  private static String names(JsonNode array) {
    StringJoiner names = new StringJoiner(" ");
    array.forEach(name -> names.add(name.asText()));
    return names.toString();
  }

  /** How a version is published, and whether it is deprecated. */
  private static String state(JsonNode version) {
    List<String> marks = new ArrayList<>();
    if (version.path("floating").asBoolean()) {
      marks.add("floating");
    }
    if (version.has("signedBy")) {
      marks.add("signed by " + version.path("signedBy").asText());
    }
    if (version.has("deprecatedAt")) {
      marks.add(deprecation(version));
    }
    return String.join(", ", marks);
  }

  private static String deprecation(JsonNode version) {
    JsonNode until = version.path("graceUntil");
    boolean over = until.canConvertToLong() && until.asLong() <= System.currentTimeMillis();
    String state =
        over
            ? "expired"
            : until.isMissingNode() ? "deprecated" : "deprecated, works until " + Times.text(until);
    JsonNode reason = version.path("deprecationReason");
    return reason.isMissingNode() ? state : state + " (" + reason.asText() + ")";
  }

  @Override
  protected @Nullable String namedClass() {
    int at = wanted == null ? -1 : wanted.indexOf('@');
    return at < 0 ? wanted : wanted.substring(0, at);
  }
}
