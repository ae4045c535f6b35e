package io.actjs.actctl.command.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.NameAtRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code actctl manifest resolve}. */
@Command(
    name = "resolve",
    description = {
      "Find the highest versions that fit together and store them as a manifest.",
      "",
      "The first line of output is its SHA-256, the value for --manifest. Deprecated "
          + "versions are skipped.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl manifest resolve --root Cart@^1.0.0 --env prod")
final class ManifestResolveCommand extends ClientCommand {
  @Option(
      names = "--root",
      required = true,
      paramLabel = "CLASS@RANGE",
      converter = NameAtRange.Converter.class,
      description = "Class that you use and its npm version range; repeatable.")
  private List<NameAtRange> roots;

  @Option(
      names = "--dep",
      paramLabel = "CLASS@RANGE",
      converter = NameAtRange.Converter.class,
      description = "Additional class and range; repeatable.")
  private List<NameAtRange> deps = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "Consider only versions promoted to this environment.")
  private @Nullable String environment;

  @Override
  protected int run(Server to) {
    String query =
        Stream.concat(parameters("root", roots), parameters("dep", deps))
            .collect(Collectors.joining("&"));
    query += environment == null ? "" : "&env=" + Server.encode(environment);
    JsonNode resolution = to.get("/v1/manifest?" + query);
    output.print(resolution, () -> ManifestText.of(resolution));
    return 0;
  }

  private static Stream<String> parameters(String name, List<NameAtRange> values) {
    return values.stream().map(it -> name + "=" + Server.encode(it.toString()));
  }
}
