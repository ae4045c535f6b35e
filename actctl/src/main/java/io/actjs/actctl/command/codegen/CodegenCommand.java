package io.actjs.actctl.command.codegen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.codegen.ClassCatalog;
import io.actjs.actctl.codegen.ClassModel;
import io.actjs.actctl.codegen.FolderCatalog;
import io.actjs.actctl.codegen.OutputFolder;
import io.actjs.actctl.codegen.Target;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.model.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl codegen}. */
@Command(
    name = "codegen",
    description = {
      "Write the types of classes for clients, in TypeScript or for other tools.",
      "",
      "Writes a module, index.js and index.d.ts, with the state, the events and the handlers of "
          + "each class, the reducers of event-sourced ones, and the manifest to pin clients to; manifest.json, which says what was "
          + "generated; and schemas.json. The same classes give the same bytes: commit them.",
      "",
      "With --target, other files take the place of the module: json-schema writes "
          + "Cart.schema.json for each class, openapi writes openapi.json for all of them, and java "
          + "writes records and a client, which need Java 17 and Jackson.",
      "",
      "SOURCE is a folder of class files, Cart.ts or Cart/1.2.0.ts; or a server, of which the "
          + "versions are taken that new actors run.",
      ""
    },
    exitCodeList = {
      "0:All files are current.",
      "1:Failure, or with --check a file that is not current.",
      "2:Wrong usage."
    },
    commandListHeading = "Commands:%n",
    subcommands = CodegenDiffCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl codegen classes --out web/src/actors",
      "  actctl codegen classes --out web/src/actors --check   fail in CI if stale",
      "  actctl codegen classes --out api --target openapi",
      "  actctl codegen classes --out src/main/java/actors --target java",
      "  actctl codegen http://127.0.0.1:7100 --out types"
    })
public final class CodegenCommand implements Callable<Integer> {
  /** Classes that are named; of more it is said how many they are. */
  private static final int MOST_NAMED = 20;

  private static final Set<String> REFUSED = Set.of("Unauthorized", "Forbidden", "PolicyDenied");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "Folder of class files, or URL of a server (default: the server of --server).")
  private @Nullable String source;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder to write to.")
  private @Nullable Path out;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "typescript",
      description = "What to write: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Target target;

  @Option(
      names = "--manifest",
      paramLabel = "SHA",
      description = "Manifest of a server whose versions to take, instead of the latest.")
  private @Nullable String manifest;

  @Option(names = "--no-reducers", description = "Leave out the reducers of event-sourced classes.")
  private boolean noReducers;

  @Option(
      names = "--validators",
      description = "Write validators.js, too: it checks arguments as the server does.")
  private boolean validators;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "Package of --target java. Default: actors.")
  private @Nullable String packageName;

  @Option(names = "--check", description = "Write nothing; print what is not current as a diff.")
  private boolean check;

  @Option(names = "--watch", description = "Write again whenever a class changes, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--force",
      description = "Overwrite files that were changed since, or that something else wrote.")
  private boolean force;

  @Mixin private ServerOption server;

  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    OutputFolder folder = new OutputFolder(requireOut());
    Catalogs catalogs = new Catalogs(server, output);
    if (manifest != null && !Catalogs.isServer(source)) {
      throw new ParameterException(
          spec.commandLine(), "--manifest is of a server, and " + source + " is a folder");
    }
    if (validators && target != Target.TYPESCRIPT) {
      throw new ParameterException(
          spec.commandLine(), "--validators is for --target typescript, not for " + target);
    }
    requirePackage();
    if (watch && (check || Catalogs.isServer(source))) {
      throw new ParameterException(
          spec.commandLine(), "--watch is for a folder of class files, and without --check");
    }
    try (ClassCatalog catalog =
        catalogs.of(source, manifest, !noReducers && target == Target.TYPESCRIPT)) {
      if (catalog instanceof FolderCatalog files && watch) {
        new CodegenWatch(Path.of(source), () -> attempt(files, folder), files::watched).run();
        return 0;
      }
      List<ClassModel> classes = folder.inKnownVersions(catalog.load());
      if (check) {
        return check(classes, folder.differences(files(classes)));
      }
      write(classes, folder);
      if (Catalogs.isServer(source) && manifest == null) {
        register(catalogs.server(source), Target.manifest(classes));
      }
      return 0;
    }
  }

  /** Says what went wrong, which the next change may put right. */
  private void attempt(ClassCatalog catalog, OutputFolder folder) {
    try {
      write(folder.inKnownVersions(catalog.load()), folder);
    } catch (Failure e) {
      ErrorLines.show(e, spec.commandLine(), output.format());
    }
  }

  private void write(List<ClassModel> classes, OutputFolder folder) {
    List<Path> written = folder.write(files(classes), force);
    ObjectNode document = document(classes);
    written.stream().map(Path::toString).forEach(document.putArray("written")::add);
    output.print(document, () -> text(classes, written));
  }

  private void requirePackage() {
    if (packageName == null) {
      return;
    }
    if (target != Target.JAVA) {
      throw new ParameterException(
          spec.commandLine(), "--package is for --target java, not for " + target);
    }
    if (!SourceVersion.isName(packageName)) {
      throw new ParameterException(
          spec.commandLine(), "--package: \"" + packageName + "\" is not the name of a package");
    }
  }

  private Map<String, String> files(List<ClassModel> classes) {
    String name = packageName == null ? Target.Choices.DEFAULT.packageName() : packageName;
    return target.files(classes, new Target.Choices(validators, name));
  }

  private Path requireOut() {
    if (out == null) {
      throw new ParameterException(
          spec.commandLine(),
          "missing --out DIR, the folder to write to; two sources are compared by \"actctl codegen"
              + " diff\"");
    }
    return out;
  }

  private int check(List<ClassModel> classes, String diff) {
    output.print(document(classes).put("diff", diff), diff::stripTrailing);
    if (!diff.isEmpty()) {
      throw new Failure(
          "Stale", out + " is not current: run this without --check", List.of(), null);
    }
    return 0;
  }

  /** So that clients can be pinned to it. */
  private void register(Server to, Manifest generated) {
    ObjectNode body = Target.document(generated).retain("resolved");
    try {
      to.post("/v1/manifest", body.toString());
    } catch (Failure e) {
      if (!REFUSED.contains(String.valueOf(e.code()))) {
        throw e;
      }
      output.warn(
          "the server does not let you register the manifest, and clients cannot be pinned to it: "
              + "have an administrator run \"actctl manifest register\"");
    }
  }

  private static ObjectNode document(List<ClassModel> classes) {
    return Target.document(Target.manifest(classes));
  }

  private static String text(List<ClassModel> classes, List<Path> written) {
    if (written.isEmpty()) {
      return "all files are current";
    }
    String files = written.stream().map(Path::toString).collect(Collectors.joining(" "));
    String refs =
        classes.size() > MOST_NAMED
            ? classes.size() + " classes"
            : classes.stream().map(ClassModel::ref).collect(Collectors.joining(" "));
    return "wrote " + files + "\nof " + refs;
  }
}
