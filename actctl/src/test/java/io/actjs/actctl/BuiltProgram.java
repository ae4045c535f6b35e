package io.actjs.actctl;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * The program of this build, for processes of their own. They begin with an archive of classes, as
 * those of {@code scripts/actctl} do: a server that is soon killed would spend most of its time on
 * loading them.
 */
public final class BuiltProgram {
  private static final Path FOLDER =
      Path.of("target", "program", "" + ProcessHandle.current().pid()).toAbsolutePath();
  private static final List<String> CLASS_PATH = new ArrayList<>();

  /** How the launcher starts it on a small machine, but for the compiler: most of them end soon. */
  private static final List<String> OPTIONS = new ArrayList<>();

  static {
    try {
      prepare();
    } catch (IOException | InterruptedException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private BuiltProgram() {}

  /**
   * A command that runs it.
   *
   * @param options of Java
   */
  public static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    Collections.addAll(
        command, "-cp", String.join(File.pathSeparator, CLASS_PATH), "io.actjs.actctl.Actctl");
    Collections.addAll(command, arguments);
    return command;
  }

  /** {@link #command} for a shell. */
  public static String shellCommand() {
    return "'" + String.join("' '", command(List.of())) + "'";
  }

  private static void prepare() throws IOException, InterruptedException {
    Collections.addAll(
        OPTIONS,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        // What Java has to say of the archive is no output of the program.
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-Xlog:aot=off:stderr",
        "-Xlog:cds=off:stderr");
    Files.createDirectories(FOLDER);
    // Surefire hides the tests' class path behind a jar of its own.
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String each : all.split(File.pathSeparator)) {
      if (!each.endsWith("test-classes") && !each.endsWith("test-classes" + File.separator)) {
        CLASS_PATH.add(Files.isDirectory(Path.of(each)) ? jarOf(each) : each);
      }
    }
    Path archive = FOLDER.resolve("classes.jsa");
    if (isRecorded(archive)) {
      OPTIONS.add("-XX:SharedArchiveFile=" + archive);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(BuiltProgram::leave));
  }

  /** Java has archives of classes in jars alone. */
  private static String jarOf(String folder) {
    String jar = FOLDER.resolve(CLASS_PATH.size() + ".jar").toString();
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    if (tool.run(System.out, System.err, "cf0", jar, "-C", folder, ".") != 0) {
      throw new IllegalStateException("no jar of " + folder);
    }
    return jar;
  }

  private static boolean isRecorded(Path archive) throws IOException, InterruptedException {
    Path log = FOLDER.resolve("record.log");
    Process server =
        new ProcessBuilder(
                command(
                    List.of("-XX:ArchiveClassesAtExit=" + archive),
                    "start",
                    "--port=0",
                    "--ephemeral",
                    "--open",
                    "--json"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    try {
      Deadline deadline = new Deadline();
      while (server.isAlive() && !Files.readString(log).contains("http")) {
        deadline.pause("the server does not start");
      }
    } finally {
      server.destroy();
    }
    if (!server.waitFor(60, TimeUnit.SECONDS)) {
      server.destroyForcibly();
    }
    return Files.exists(archive);
  }

  private static void leave() {
    try (var files = Files.walk(FOLDER)) {
      for (Path each : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
