package io.actjs.actctl.bundle;

import io.actjs.engine.v8.Unpacked;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * esbuild, whose binary comes in a jar: one child process per build, unpacked once per user.
 * Thread-safe.
 */
public final class Esbuild {
  /** Of the binary, as in the parent POM. */
  public static final String VERSION = "0.25.10";

  /**
   * Code for V8 without Node, and with the kit outside: of packages that differ, the form for
   * browsers.
   */
  public static final List<String> FOR_V8 =
      List.of(
          "--format=cjs",
          "--platform=neutral",
          "--main-fields=browser,module,main",
          "--conditions=browser,module",
          "--external:actjs",
          "--external:@jplevyak/actjs",
          "--target=es2022",
          "--supported:decorators=false",
          "--legal-comments=none",
          "--charset=utf8",
          "--sourcemap=external",
          "--sources-content=false");

  private static final long DEADLINE_S = 30;
  private static final int MOST_OUTPUT = 32 << 20;
  private static final int MOST_MESSAGES = 64 << 10;

  private static @Nullable Path unpacked;

  private Esbuild() {}

  /**
   * What a build gave.
   *
   * @param folder where the code was: paths in its source map are relative to it
   * @param code JavaScript
   * @param css the style sheet that the code imports; empty when it imports none
   * @param map the source map, JSON; empty when none was asked for
   * @param metafile which files went in and why, JSON
   */
  public record Output(Path folder, String code, String css, String map, String metafile) {}

  /**
   * Bundles a file.
   *
   * @param folder where it runs: paths in its output are relative to it
   * @param options for esbuild besides those about output
   * @throws EsbuildRefusal when the files cannot be bundled
   * @throws ActjsException {@code LimitExceeded} when it takes too long or gives too much
   */
  public static Output build(Path folder, Path entry, List<String> options)
      throws EsbuildRefusal, IOException, InterruptedException {
    return build(folder, List.of(entry.toString()), "", options);
  }

  /**
   * Bundles several files at once, each for itself: what a file gives is what it gives alone, but
   * the metafile is that of all.
   *
   * @param entries in the folder
   * @throws EsbuildRefusal when one of them cannot be bundled
   * @throws ActjsException as for a file
   */
  static Map<Path, Output> buildAll(Path folder, List<Path> entries, List<String> options)
      throws EsbuildRefusal, IOException, InterruptedException {
    List<String> each = new ArrayList<>(entries.stream().map(Path::toString).toList());
    each.add("--outbase=" + folder);
    return run(
        folder,
        each,
        "",
        options,
        scratch -> "--outdir=" + scratch,
        scratch -> {
          String metafile = text(scratch.resolve("meta.json"), MOST_OUTPUT);
          Map<Path, Output> outputs = new LinkedHashMap<>();
          long chars = 0;
          for (Path entry : entries) {
            String name = entry.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            Output output = output(scratch, name, metafile);
            chars += output.code().length() + output.map().length();
            if (chars > MOST_OUTPUT) {
              throw tooMuch();
            }
            outputs.put(entry, output);
          }
          return outputs;
        });
  }

  /**
   * Bundles a text, as if a file of that name were in the folder.
   *
   * @param name of the file
   * @param text TypeScript
   * @throws EsbuildRefusal as for a file
   * @throws ActjsException as for a file
   */
  static Output buildText(Path folder, String name, String text, List<String> options)
      throws EsbuildRefusal, IOException, InterruptedException {
    return build(folder, List.of("--sourcefile=" + name, "--loader=ts"), text, options);
  }

  private static Output build(Path folder, List<String> entry, String input, List<String> options)
      throws EsbuildRefusal, IOException, InterruptedException {
    return run(
        folder,
        entry,
        input,
        options,
        scratch -> "--outfile=" + scratch.resolve("out.js"),
        scratch -> output(scratch, "out", text(scratch.resolve("meta.json"), MOST_OUTPUT)));
  }

  /** What a run has left in its folder. */
  @FunctionalInterface
  private interface Results<T> {
    T in(Path scratch) throws IOException;
  }

  private static <T> T run(
      Path folder,
      List<String> entry,
      String input,
      List<String> options,
      Function<Path, String> target,
      Results<T> results)
      throws EsbuildRefusal, IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("actjs-bundle");
    try {
      List<String> command = new ArrayList<>();
      command.add(binary().toString());
      command.addAll(entry);
      command.addAll(options);
      command.add("--bundle");
      command.add(target.apply(scratch));
      command.add("--metafile=" + scratch.resolve("meta.json"));
      command.add("--color=false");
      command.add("--log-level=error");
      command.add("--log-limit=20");
      Path in = Files.writeString(scratch.resolve("in"), input);
      int exit = run(folder, command, in, scratch.resolve("messages"));
      if (exit != 0) {
        throw EsbuildRefusal.of(folder, text(scratch.resolve("messages"), MOST_MESSAGES));
      }
      return results.in(scratch);
    } finally {
      delete(scratch);
    }
  }

  private static Output output(Path scratch, String name, String metafile) throws IOException {
    Path css = scratch.resolve(name + ".css");
    Path map = scratch.resolve(name + ".js.map");
    return new Output(
        scratch,
        text(scratch.resolve(name + ".js"), MOST_OUTPUT),
        Files.exists(css) ? text(css, MOST_OUTPUT) : "",
        Files.exists(map) ? text(map, MOST_OUTPUT) : "",
        metafile);
  }

  private static int run(Path folder, List<String> command, Path input, Path messages)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(messages.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
        throw new ActjsException(
            ProblemCode.LimitExceeded,
            "bundling took more than %d s: does it import a file without end?"
                .formatted(DEADLINE_S));
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooMuch();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static ActjsException tooMuch() {
    return new ActjsException(
        ProblemCode.LimitExceeded,
        "the bundle has more than %d MiB: import less of its packages"
            .formatted(MOST_OUTPUT >> 20));
  }

  private static void delete(Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(scratch);
  }

  private static synchronized Path binary() throws IOException {
    Path file = unpacked;
    if (file == null || !Files.exists(file)) {
      String name = platform().startsWith("win32") ? "esbuild.exe" : "esbuild";
      URL resource = resource(name);
      file = Unpacked.folder().resolve("esbuild-" + VERSION).resolve(name);
      Unpacked.unpack(resource, file);
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
      unpacked = file;
    }
    return file;
  }

  /** On Windows it is at the top of its package, elsewhere in a folder. */
  private static URL resource(String name) {
    String home = "/META-INF/resources/_static/" + platform() + "/" + VERSION + "/";
    URL resource = Esbuild.class.getResource(home + "bin/" + name);
    if (resource == null) {
      resource = Esbuild.class.getResource(home + name);
    }
    if (resource == null) {
      throw new IllegalStateException("this build of actctl has no esbuild for " + platform());
    }
    return resource;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String os = system.startsWith("win") ? "win32" : system.startsWith("mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch");
    return os + (arch.equals("aarch64") ? "-arm64" : "-x64");
  }
}
