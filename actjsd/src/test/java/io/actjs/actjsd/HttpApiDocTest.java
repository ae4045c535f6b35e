package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/http-api.md says what is. */
class HttpApiDocTest {
  private static final Pattern ERROR_ROW =
      Pattern.compile("^\\| ([A-Z]\\w+) \\| (\\d{3}) \\| .* \\| (yes)? ?\\|$", Pattern.MULTILINE);
  private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path temp;

  @Test
  void itsErrorTableIsComplete() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (MatchResult row : all(ERROR_ROW)) {
      documented.put(row.group(1), row.group(2) + " " + (row.group(3) != null));
    }
    Map<String, String> real = new TreeMap<>();
    for (ProblemCode code : ProblemCode.values()) {
      real.put(code.name(), code.httpStatus() + " " + code.retryable());
    }
    // Those who start a server or fill its store meet these, not those who talk to it.
    List.of("AddressInUse", "DataDirectoryInUse", "ExportInvalid", "StoreInUse", "StoreNotEmpty")
        .forEach(real::remove);
    assertEquals(real, documented);
  }

  @Test
  void itsCommandsWork() throws Exception {
    List<MatchResult> blocks = all(COMMANDS);
    assertEquals(4, blocks.size());
    try (DaemonFixture server = DaemonFixture.ephemeral()) {
      for (MatchResult block : blocks) {
        String script =
            block
                .group(1)
                .replace("http://127.0.0.1:3000", server.daemon.uri().toString())
                .replace("curl -s", "curl -sS --fail-with-body -w '\\n'");
        String output = run(script);
        assertFalse(output.contains("\"status\":"), output);
        assertTrue(output.contains("Counter"), output);
      }
      server.get("/v1/actors/Counter/a").assertProblem(ProblemCode.Gone);
    }
  }

  private String run(String script) throws IOException, InterruptedException {
    Path output = temp.resolve("output");
    Process bash =
        new ProcessBuilder("bash", "-e", "-c", script)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
    String text = Files.readString(output);
    assertEquals(0, bash.exitValue(), text);
    return text;
  }

  private static List<MatchResult> all(Pattern pattern) throws IOException {
    String doc = Files.readString(Path.of("../docs/http-api.md"));
    return pattern.matcher(doc).results().toList();
  }
}
