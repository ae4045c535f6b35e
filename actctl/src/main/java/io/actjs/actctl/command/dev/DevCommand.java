package io.actjs.actctl.command.dev;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.command.server.CleanStop;
import io.actjs.actctl.command.server.DaemonOptions;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.Places;
import io.actjs.actctl.dev.TypesAtStart;
import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.log.ServerLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl dev}. */
@Command(
    name = "dev",
    description = {
      "Serve folders of classes, and republish each file when it is saved.",
      "",
      "Every *.ts file that exports one actor class is that class, named after the file; it may "
          + "import other files and packages of npm. Names that begin with _ and *.test.ts are "
          + "left out. Saving a file publishes the next patch version; its actors, in memory and "
          + "stored, keep their state and run the new code. If a file does not compile, the "
          + "previous version keeps running. A new or changed migrate is run for all stored "
          + "actors; if it is edited, it runs again from the state before the migration. Types are checked afterwards: a file with type "
          + "errors runs, and its errors are shown once.",
      "",
      "Several folders are one server. A class that two of them have is that of the folder which "
          + "had it first; the other file is refused.",
      "",
      "Files of a folder's public/ are pages at /: saving one reloads it, and .ts, .tsx and .jsx come "
          + "as modules for browsers, also with components of Svelte. Pages import the client from "
          + "/client/actjs.js, and modules as actjs/client and actjs/bindings/react or svelte. What "
          + "DIR/package-lock.json names and DIR lacks, npm installs meanwhile, without running "
          + "its scripts.",
      "",
      "On a terminal the last line tells how things stand, and keys are read: r restarts the "
          + "server, t runs the tests, d says how to attach a debugger, c clears the screen, h shows "
          + "the keys, q quits.",
      "",
      "Before it begins, the types of actjs in DIR/.actjs/types are brought up to date, for "
          + "editors and tsc (see \"actctl init\").",
      "",
      "Lines \"@example actctl …\" in the comments of a class are printed as commands to "
          + "try. With --json, prints one document per event, one per line.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl dev examples/shop",
      "  actctl dev classes --types web/src/actors",
      "  actctl dev carts rooms --data .actjs",
      "  actctl dev examples/shop --ephemeral --port 0"
    })
public final class DevCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders of the classes; data is kept in the first one.")
  private List<Path> folders;

  @Option(
      names = "--types",
      paramLabel = "OUT",
      description =
          "Folder to keep the types of the classes for clients in, as \"actctl codegen\" writes "
              + "them.")
  private @Nullable Path types;

  @Mixin private DaemonOptions options;

  @Mixin private InspectOption inspect;

  @Mixin private TwiceOption twice;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireFolders();
    String usual = ServerOption.usual(spec, Path.of(""));
    options.configureLog();
    // The screen says when the server begins and ends.
    ServerLog.hush(Daemon.class);
    ServerLog.showPlaces(new Places(folders)::inStack);
    DaemonConfig config = config().withStop(() -> System.exit(0));
    DevServer server = DevServer.start(folders, types, config, inspect, twice, output::warn);
    Supplier<String> attachment = inspect.attachment();
    if (attachment != null) {
      output.note("a debugger " + attachment.get());
    }
    if (output.json()) {
      CleanStop stop = CleanStop.of(server::close);
      return follow(server, new DevJson(output::document, server.uri()), tookMs -> {}, stop);
    }
    DevDisplay display =
        DevDisplay.open(
            new DevDisplay.Subject(server, folders, usual, config.dataDir(), attachment),
            out(),
            spec.commandLine().getColorScheme().ansi());
    CleanStop stop =
        CleanStop.of(
            () -> {
              display.close();
              server.close();
            });
    return follow(server, display, display::restarted, stop);
  }

  private int follow(
      DevServer server, Consumer<DevEvent> events, LongConsumer restarted, CleanStop stop)
      throws IOException, InterruptedException {
    try {
      for (Path folder : folders) {
        DevEvent types = TypesAtStart.update(folder, BuildVersion.text());
        if (types != null) {
          events.accept(types);
        }
      }
      server.run(events, restarted);
    } catch (NoSuchFileException e) {
      Path gone = folders.stream().filter(it -> !Files.isDirectory(it)).findFirst().orElse(null);
      throw new Failure("the folder " + (gone == null ? e.getFile() : gone) + " was removed", e);
    } finally {
      stop.close();
    }
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void requireFolders() throws IOException {
    Set<Path> real = new HashSet<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new Failure("no such folder: " + folder, null);
      }
      if (!real.add(folder.toRealPath())) {
        throw new ParameterException(spec.commandLine(), folder + " is given twice");
      }
    }
  }

  /** Results and states are held against their types, so that a mistake shows where it is made. */
  private DaemonConfig config() {
    DaemonConfig config =
        options
            .config(folders.getFirst().resolve(".actjs"))
            .withCompilerIdle(DevServer.COMPILER_IDLE);
    return config.withLimits(config.runtimeLimits(), config.engineLimits().withStrictTypes());
  }
}
