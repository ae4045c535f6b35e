package io.actjs.actctl.command.server;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.credential.Credentials;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevLoop;
import io.actjs.actctl.dev.Places;
import io.actjs.actctl.dev.TypesAtStart;
import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.log.ServerLog;
import io.actjs.engine.TypeScriptCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl dev}. */
@Command(
    name = "dev",
    description = {
      "Serve a folder of classes, and republish each file when it is saved.",
      "",
      "Every *.ts file that exports one actor class is that class, named after the file; it may "
          + "import other files and packages of npm. Names that begin with _ and *.test.ts are "
          + "left out. Saving a file publishes the next patch version; its actors, in memory and "
          + "stored, keep their state and run the new code. If a file does not compile, the "
          + "previous version keeps running. A new or changed migrate is run for all stored "
          + "actors; if it is edited, it runs again from the state before the migration. Types are checked afterwards: a file with type "
          + "errors runs, and its errors are shown.",
      "",
      "Before it begins, the types of actjs in DIR/.actjs/types are brought up to date, for "
          + "editors and tsc (see \"actctl init\").",
      "",
      "Lines \"@example actctl …\" in the comments of a class are printed as commands to "
          + "try. With --json, prints one document per event, one per line.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl dev examples/shop")
public final class DevCommand implements Callable<Integer> {
  /** Loading the compiler takes longer than all other work for a saved file. */
  private static final Duration COMPILER_IDLE = Duration.ofHours(12);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of the classes.")
  private Path dir;

  @Mixin private DaemonOptions options;

  @Mixin private InspectOption inspect;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isDirectory(dir)) {
      throw new Failure("no such folder: " + dir, null);
    }
    String usual = ServerOption.usual(Path.of(""));
    options.configureLog();
    // The screen says when the server begins and ends.
    ServerLog.hush(Daemon.class);
    DaemonConfig config = config();
    AdminAccess access = new AdminAccess(config, Credentials.ofUser(), output::warn);
    Daemon daemon = inspect.start(config, access::ensure, dir, output::note);
    CleanStop stop = CleanStop.of(inspect.before(daemon::close));
    try {
      Consumer<DevEvent> screen = screen(daemon, config, usual);
      DevEvent types = TypesAtStart.update(dir, BuildVersion.text());
      if (types != null) {
        screen.accept(types);
      }
      new DevLoop(dir, daemon.runtime(), TypeScriptCompiler.open(COMPILER_IDLE), screen).run();
    } catch (NoSuchFileException e) {
      throw new Failure("the folder " + dir + " was removed", e);
    } finally {
      stop.close();
    }
    return 0;
  }

  /** Results and states are held against their types, so that a mistake shows where it is made. */
  private DaemonConfig config() {
    DaemonConfig config = options.config(dir.resolve(".actjs")).withCompilerIdle(COMPILER_IDLE);
    return config.withLimits(config.runtimeLimits(), config.engineLimits().withStrictTypes());
  }

  private Consumer<DevEvent> screen(Daemon daemon, DaemonConfig config, String usual) {
    CommandLine line = spec.commandLine();
    Places places = new Places(dir);
    ServerLog.showPlaces(places::inStack);
    return output.json()
        ? new DevJson(line.getOut(), daemon.uri())
        : new DevScreen(
            line.getOut(),
            line.getColorScheme().ansi(),
            places,
            daemon.uri(),
            usual,
            config.dataDir());
  }
}
