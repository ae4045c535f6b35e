package io.actjs.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.caoccao.javet.exceptions.JavetException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The build step that turns TypeScript into two scripts: the kernel, and what runs programs that
 * are no actors. Arguments: the folder of the sources, the folder to write to. Does nothing when
 * the scripts there came from the same inputs; exits with 1 and {@code file:line:column: message}
 * lines when a source does not compile.
 */
final class KernelBuild {
  private static final String KERNEL = "kernel.ts";
  private static final String PROGRAMS = "script.ts";
  private static final List<String> DECLARATIONS = List.of("actjs.d.ts", "globals.d.ts");

  private KernelBuild() {}

  public static void main(String[] args) throws IOException, JavetException {
    Path sources = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Map<String, String> files = read(sources);
    if (!files.containsKey(KERNEL)) {
      throw new IllegalStateException("no " + KERNEL + " in " + sources);
    }
    String mark = "// inputs " + hash(files);
    Path script = target.resolve("kernel.js");
    if (Files.exists(script) && Files.readString(script).startsWith(mark)) {
      return;
    }
    Files.createDirectories(target);
    Files.deleteIfExists(script);
    Map<String, String> kernel = new TreeMap<>(files);
    kernel.remove(PROGRAMS);
    String bundledKernel;
    String bundledPrograms;
    try (TypeScript typeScript = new TypeScript(Map.of())) {
      bundledKernel = bundle(typeScript, sources, kernel, KERNEL);
      bundledPrograms = bundle(typeScript, sources, files, PROGRAMS);
    }
    for (String name : DECLARATIONS) {
      if (files.containsKey(name)) {
        Files.copy(
            sources.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.writeString(target.resolve("script.js"), bundledPrograms);
    Files.writeString(script, mark + "\n" + bundledKernel);
  }

  private static String bundle(
      TypeScript typeScript, Path sources, Map<String, String> files, String entry)
      throws JavetException {
    JsonNode answer =
        typeScript.call(
            "bundle",
            Map.of(
                "files",
                files,
                "entry",
                entry,
                "libraries",
                ForeignModules.read(),
                "mains",
                ForeignModules.MAINS));
    if (!answer.path("diagnostics").isEmpty()) {
      answer.path("diagnostics").forEach(d -> System.err.println(sources.resolve(d.asText())));
      System.exit(1);
    }
    return answer.path("script").asText();
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (name.endsWith(".ts")) {
          files.put(name, Files.readString(path));
        }
      }
    }
    return files;
  }

  private static String hash(Map<String, String> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((TypeScript.VERSION + "\0" + TypeScript.driverSource()).getBytes(UTF_8));
      ForeignModules.read()
          .forEach((name, text) -> digest.update((name + "\0" + text + "\0").getBytes(UTF_8)));
      files.forEach((name, text) -> digest.update((name + "\0" + text + "\0").getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
