package io.actjs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  private static final ObjectMapper TREES = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(ProblemCode.class)
  void scenario5EveryCodeHasACompleteDocument(ProblemCode code) throws Exception {
    JsonNode json = TREES.readTree(new Problem(code, "what \"happened\"\n").toJson());
    assertEquals("https://actjs.dev/errors/" + code, json.get("type").textValue());
    assertEquals(code.title(), json.get("title").textValue());
    assertEquals(code.httpStatus(), json.get("status").intValue());
    assertEquals("what \"happened\"\n", json.get("detail").textValue());
    assertEquals(code.name(), json.get("code").textValue());
    assertEquals(5, json.size());
  }

  @Test
  void extraMembersAreJson() throws Exception {
    ActjsException error =
        new ActjsException(
            ProblemCode.TypeInvalid, "types", Map.of("diagnostics", "[\"a.ts:1:2: no\"]"), null);
    assertEquals(
        "a.ts:1:2: no",
        TREES.readTree(Problem.of(error).toJson()).get("diagnostics").get(0).textValue());
    JsonNode data = TREES.readTree(Problem.of(error).toRpcData());
    assertEquals("TypeInvalid", data.get("code").textValue());
    assertEquals(1, data.get("diagnostics").size());
  }

  @Test
  void onlyBusyAnswersNameATimeToRetry() {
    assertTrue(new Problem(ProblemCode.MailboxFull, "").hasRetryAfter());
    assertTrue(new Problem(ProblemCode.ShuttingDown, "").hasRetryAfter());
    assertFalse(new Problem(ProblemCode.CallTimeout, "").hasRetryAfter());
    assertFalse(new Problem(ProblemCode.ActorNotFound, "").hasRetryAfter());
  }
}
