package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Test code in TypeScript that reaches the kernel's inside; it runs in V8 as the kernel does. */
final class KernelTestScript {
  private KernelTestScript() {}

  /**
   * The script that yields the exports of a file in {@code src/test/ts}.
   *
   * @param entry its name
   */
  static String bundle(String entry) {
    Map<String, String> files = new TreeMap<>();
    addSources(files, Path.of("src/main/ts"));
    addSources(files, Path.of("src/test/ts"));
    try (TypeScript typeScript = new TypeScript(Map.of())) {
      JsonNode answer = typeScript.call("bundle", Map.of("files", files, "entry", entry));
      assertEquals("[]", answer.path("diagnostics").toPrettyString().replace(" ", ""));
      return answer.path("script").asText();
    } catch (JavetTerminatedException e) {
      throw new AssertionError(e);
    }
  }

  private static void addSources(Map<String, String> files, Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
