package io.actjs.actctl.test;

import io.actjs.actctl.bundle.Esbuild;
import io.actjs.actctl.bundle.EsbuildRefusal;
import io.actjs.engine.source.ClasspathText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code actjs/test} is: the TypeScript of this package's resources, as one script. */
final class Harness {
  private static final List<String> FILES =
      List.of(
          "arbitrary.ts",
          "assertions.ts",
          "equal.ts",
          "expect.ts",
          "failure.ts",
          "host.ts",
          "index.ts",
          "migrations.ts",
          "patch.ts",
          "runner.ts",
          "runtime.ts",
          "show.ts");

  private static final String ENTRY = "index.ts";

  private Harness() {}

  /** Names the engine of this build: what compiles classes, and what evaluates them. */
  static String build() {
    try (InputStream in = Harness.class.getResourceAsStream("/io/actjs/engine/kernel.js")) {
      return in == null
          ? ""
          : new String(in.readNBytes(128), StandardCharsets.UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sources, by name. */
  static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (String name : FILES) {
      sources.put(name, ClasspathText.read("/io/actjs/actctl/test/" + name));
    }
    return sources;
  }

  /** A function of {@code (exports, require, actjs)}. */
  static String script(Map<String, String> sources) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("actjs-test");
    try {
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Files.writeString(folder.resolve(source.getKey()), source.getValue());
      }
      List<String> options =
          List.of(
              "--format=cjs",
              "--target=es2022",
              "--charset=utf8",
              "--external:actjs/host",
              "--banner:js=(function (exports, require) { const module = { exports: {} };",
              "--footer:js=for (const name of Object.keys(module.exports))"
                  + " exports[name] = module.exports[name]; })");
      return Esbuild.build(folder, folder.resolve(ENTRY), options).code();
    } catch (EsbuildRefusal refusal) {
      throw new IllegalStateException("the harness of tests cannot be bundled", refusal);
    } finally {
      for (String name : sources.keySet()) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    }
  }
}
