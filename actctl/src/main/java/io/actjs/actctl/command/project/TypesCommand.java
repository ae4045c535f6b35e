package io.actjs.actctl.command.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.project.EditorTypes;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl types}. */
@Command(
    name = "types",
    description = {
      "Write the types of actjs for editors and tsc.",
      "",
      "They go to .actjs/types, where the tsconfig.json of \"actctl init\" finds them, and are those "
          + "that this actctl publishes with. Commit them: then tsc works without actctl. \"actctl "
          + "dev\" does this, too. Prints the files that it writes; nothing if all are current.",
      ""
    },
    exitCodeList = {
      "0:All files are current.",
      "1:Failure, or with --check a file that is not current.",
      "2:Wrong usage."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl types counters",
      "  actctl types --check                fail in CI if they are of another version"
    })
public final class TypesCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder of the classes (default: the current one).")
  private Path dir;

  @Option(names = "--check", description = "Write nothing.")
  private boolean check;

  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    if (!Files.isDirectory(dir)) {
      throw new Failure("no such folder: " + dir, null);
    }
    EditorTypes types = new EditorTypes(dir, BuildVersion.text());
    List<Path> written = check ? requireCurrent(types) : types.update();
    ObjectNode document = Json.object();
    written.stream().map(Path::toString).forEach(document.putArray("written")::add);
    output.print(
        document,
        () -> written.stream().map(file -> "wrote " + file).collect(Collectors.joining("\n")));
    return 0;
  }

  private List<Path> requireCurrent(EditorTypes types) {
    List<Path> outdated = types.outdated();
    if (!outdated.isEmpty()) {
      String names = outdated.stream().map(Path::toString).collect(Collectors.joining(", "));
      throw new Failure("not current: " + names + "; run \"actctl types " + dir + "\"", null);
    }
    return outdated;
  }
}
