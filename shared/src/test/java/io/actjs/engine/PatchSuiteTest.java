package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.v8.V8;
import io.actjs.wire.JsonPatchSuite;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The kernel's applier of patches, held to the test suite as far as its patches go. */
class PatchSuiteTest {
  /** What a stored patch consists of. */
  private static final Set<String> STORED = Set.of("add", "replace", "remove");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static boolean couldBeStored(JsonPatchSuite.Case each) {
    return each.expected() != null
        && StreamSupport.stream(each.patch().spliterator(), false)
            .allMatch(it -> STORED.contains(it.path("op").asText()));
  }

  @Test
  void fault15_theKernelPassesThePatchTestSuite() throws Exception {
    List<JsonPatchSuite.Case> cases =
        JsonPatchSuite.cases().filter(PatchSuiteTest::couldBeStored).toList();
    assertTrue(cases.size() > 30, "cases: " + cases.size());
    try (V8Runtime runtime = V8.newRuntime();
        V8ValueObject suite =
            runtime.getExecutor(KernelTestScript.bundle("patch-suite.ts")).execute()) {
      for (JsonPatchSuite.Case each : cases) {
        String patched =
            suite.invokeString("patched", each.document().toString(), each.patch().toString());
        JsonNode after = JSON.readTree(patched);
        assertEquals(each.expected(), after, each.name());
      }
    }
  }
}
