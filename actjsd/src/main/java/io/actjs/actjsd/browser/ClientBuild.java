package io.actjs.actjsd.browser;

import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The build step that makes of the client's sources the modules that {@link ClientFiles} serves,
 * and of the bindings those of {@link BindingModules}. Arguments: the folder of the client's
 * sources, the folder to write to. esbuild comes in a jar of the class path, so neither Node nor a
 * package of npm is needed.
 */
final class ClientBuild {
  private static final long DEADLINE_S = 60;
  private static final List<String> OPTIONS =
      List.of(
          "--bundle",
          "--format=esm",
          "--target=es2022",
          "--legal-comments=none",
          "--log-level=error");

  /** What one of the bindings takes of another, or of the client, is in the file of that one. */
  private static final List<String> APART =
      List.of(
          "--external:../*index.ts",
          "--external:../*fetch.ts",
          "--external:react",
          "--external:svelte",
          "--external:svelte/*");

  private ClientBuild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path sources = Path.of(args[0]);
    Path target = Files.createDirectories(Path.of(args[1]));
    Path binary = Files.createTempFile("esbuild", ".exe");
    try {
      Files.write(binary, esbuild());
      if (!binary.toFile().setExecutable(true)) {
        throw new IOException(binary + " cannot be made executable");
      }
      List<String> apart = new ArrayList<>(List.of("--minify"));
      ClientFiles.LAZY.forEach(it -> apart.add("--external:./" + it));
      String main = bundle(binary, sources.resolve("index.ts"), apart);
      for (String name : ClientFiles.LAZY) {
        Path source = sources.resolve(name.replace(".js", ".ts"));
        String lazy = bundle(binary, source, List.of("--minify"));
        Files.writeString(target.resolve(name), lazy);
        main = naming(main, name, lazy);
      }
      Files.writeString(target.resolve(ClientFiles.MAIN), main);
      for (String name : BindingModules.NAMES) {
        Path source = sources.resolveSibling(name.replaceFirst("\\.js$", ".ts"));
        Path module = target.resolve(name);
        Files.createDirectories(module.getParent());
        Files.writeString(module, built(bundle(binary, source, APART)));
      }
    } finally {
      Files.delete(binary);
    }
  }

  /** A module of the bindings that imports what is built in place of sources. */
  private static String built(String module) {
    return module
        .replaceAll("\"(?:\\.\\./)+client/index\\.ts\"", '"' + ClientRoutes.CURRENT + '"')
        .replaceAll("\"((?:\\.\\./)+(?:index|fetch))\\.ts\"", "\"$1.js\"");
  }

  /** The module with the name of the other that it is served under. */
  private static String naming(String main, String name, String lazy) {
    String[] parts = main.split("\"./" + name + '"', -1);
    if (parts.length != 2) {
      throw new IllegalStateException(
          "the client imports " + name + " " + (parts.length - 1) + " times");
    }
    return String.join("\"./" + ClientFiles.hashed(name, Sha256.of(lazy)) + '"', parts);
  }

  private static String bundle(Path binary, Path entry, List<String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binary.toString(), entry.toString()));
    command.addAll(OPTIONS);
    command.addAll(more);
    Path out = Files.createTempFile("client", ".js");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(DEADLINE_S, TimeUnit.SECONDS);
      process.destroyForcibly();
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException("esbuild cannot bundle " + entry + ", see above");
      }
      return Files.readString(out);
    } finally {
      Files.delete(out);
    }
  }

  /** The binary, whatever platform it is of: the build depends on one alone. */
  private static byte[] esbuild() throws IOException {
    for (String jar :
        System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
      if (jar.endsWith(".jar") && jar.contains("esbuild")) {
        try (ZipFile zip = new ZipFile(jar)) {
          Stream<? extends ZipEntry> entries = Collections.list(zip.entries()).stream();
          ZipEntry binary =
              entries
                  .filter(it -> it.getName().matches(".*/esbuild(\\.exe)?"))
                  .findFirst()
                  .orElseThrow();
          return zip.getInputStream(binary).readAllBytes();
        }
      }
    }
    throw new IllegalStateException("no jar of esbuild is on the class path");
  }
}
