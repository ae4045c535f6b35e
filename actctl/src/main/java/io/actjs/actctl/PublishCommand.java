package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl publish}. */
@Command(
    name = "publish",
    description = {
      "Publish a version of an actor class.",
      "",
      "The server checks the types, compiles the source and takes calls for it at once. New actors",
      "run the new version. A published version never changes: give each its own number.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl publish Cart.ts --version 1.0.0")
final class PublishCommand extends ClientCommand {
  @Parameters(paramLabel = "FILE", description = "The TypeScript source, one class.")
  private Path file;

  @Option(
      names = "--version",
      required = true,
      paramLabel = "V",
      description = "Its semantic version, such as 1.2.0.")
  private String version;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The name of the class (default: the name of the file without .ts).")
  private @Nullable String name;

  @Option(names = "--no-check", description = "Skip the type check.")
  private boolean noCheck;

  @Override
  int run(Server to) {
    String className = name != null ? name : file.getFileName().toString().replaceAll("\\.ts$", "");
    String body =
        Json.object()
            .put("version", version)
            .put("source", source())
            .put("check", !noCheck)
            .toString();
    JsonNode published = to.post(Server.path("v1", "classes", className, "versions"), body);
    output.print(
        published,
        () ->
            "published "
                + published.path("name").asText()
                + "@"
                + published.path("version").asText()
                + " (sha256 "
                + published.path("sha256").asText()
                + ")");
    return 0;
  }

  private String source() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Failure("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new Failure(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
