package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.bundle.ClassArguments;
import io.actjs.actctl.bundle.ClassArguments.ClassFile;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl publish}. */
@Command(
    name = "publish",
    description = {
      "Publish a version of one or more actor classes.",
      "",
      "The server checks the types, compiles the source and accepts calls at once. New "
          + "actors run the new version. A published version never changes: use a new version "
          + "number each time, or let --bump choose the next one.",
      "",
      "A folder stands for its files that export one actor class; its modules and tests are "
          + "skipped. Several classes are published in the order of their dependencies, once "
          + "all of them are valid.",
      "",
      "Other files and packages of npm that it imports are bundled with it. Types of other classes "
          + "(import type { Stock } from './Stock') come from the file beside it, else from the "
          + "newest published version that fits --dep.",
      "",
      "--bump auto compares the types with those of the newest version: a breaking change of "
          + "handlers, state or events makes a major version, an addition a minor, anything else a "
          + "patch. --bump patch and minor are refused if the types ask for more, unless --no-check "
          + "is given.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl publish Cart.ts --version 1.0.0",
      "  actctl publish Cart.ts --version 1.1.0 --dep Stock@^1.0.0 --floating --dry-run",
      "  actctl publish Cart.ts --bump minor",
      "  actctl publish classes --bump auto    each class that has changed",
      "  actctl publish Stock.ts Cart.ts --version 2.0.0 --check-states all"
    })
public final class PublishCommand extends ClientCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "TypeScript file of one class, or folder of such files.")
  private List<Path> paths;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "Name of the class (default: the file name without .ts). For one file only.")
  private @Nullable String name;

  @Mixin private PublishOptions options;

  @Mixin private SigningOptions signing;

  @Override
  protected int run(Server to) {
    options.requireConsistent();
    boolean isOneFile = paths.size() == 1 && !Files.isDirectory(paths.getFirst());
    if (name != null && !isOneFile) {
      throw new ParameterException(spec.commandLine(), "--name is for one file");
    }
    List<ClassFile> files = ClassArguments.of(paths);
    if (isOneFile) {
      publishOne(to, name == null ? files.getFirst() : new ClassFile(name, paths.getFirst()));
    } else {
      publishSeveral(to, files);
    }
    return 0;
  }

  private void publishOne(Server to, ClassFile file) {
    try (PublishedTexts texts = new PublishedTexts(to, options, List.of(file))) {
      Publication publication = new Publication(to, options, signing, texts.of(file));
      publication.prepare(options.dryRun());
      if (!options.dryRun() && !publication.unchanged()) {
        publication.publish();
      }
      ObjectNode document = publication.document();
      output.print(document, () -> PublishText.full(publication, options.isAutomatic()));
    }
  }

  private void publishSeveral(Server to, List<ClassFile> files) {
    Progress progress = output.progress("steps");
    List<Publication> published = new PublishPlan(to, options, signing, progress).run(files);
    ObjectNode document = Json.object();
    published.forEach(it -> document.withArrayProperty("published").add(it.document()));
    output.print(
        document,
        () ->
            published.stream()
                .map(it -> PublishText.brief(it, options.isAutomatic()))
                .collect(Collectors.joining(System.lineSeparator())));
  }
}
