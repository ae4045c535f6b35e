package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the state's membrane to plain JavaScript: random programs see the same and leave the same,
 * the patch makes the state after of the state before, a rollback restores every object. The
 * programs are TypeScript, so that they reach the kernel's inside; they run in V8 as it does.
 */
class MembraneTest {
  private static final int PROGRAMS = 3_000;

  @Test
  void randomPrograms() throws Exception {
    int seed = ThreadLocalRandom.current().nextInt(1 << 30);
    try (V8Runtime runtime = V8.newRuntime();
        V8ValueObject properties = runtime.getExecutor(bundle()).execute()) {
      // A failure names the seed of its program.
      assertEquals("", properties.invokeString("check", seed, PROGRAMS));
      assertEquals("", properties.invokeString("check", 0, 200));
    }
  }

  private static String bundle() throws Exception {
    Map<String, String> files = new TreeMap<>();
    for (String folder : new String[] {"src/main/ts", "src/test/ts"}) {
      try (Stream<Path> paths = Files.list(Path.of(folder))) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          files.put(path.getFileName().toString(), Files.readString(path));
        }
      }
    }
    try (TypeScript typeScript = new TypeScript(Map.of())) {
      JsonNode answer =
          typeScript.call("bundle", Map.of("files", files, "entry", "membrane-properties.ts"));
      assertEquals("[]", answer.path("diagnostics").toPrettyString().replace(" ", ""));
      return answer.path("script").asText();
    }
  }
}
