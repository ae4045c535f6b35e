package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StateDiffTest {

  @Test
  void whatChangedIsNamed() {
    assertEquals("[]", StateDiff.between("{\"a\":1}", "{ \"a\": 1 }"));
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":0.25}]",
        StateDiff.between("{\"a\":1}", "{\"a\":0.25}"));
  }

  @Test
  void aStateThatIsNotKnownHasNoDifference() {
    assertEquals("[]", StateDiff.between(null, "{}"));
    assertEquals("[]", StateDiff.between("{}", null));
  }

  @Test
  void longStatesAreReplacedAsAWhole() {
    String before = "[" + "1,".repeat(200_000) + "1]";
    String after = "[" + "2,".repeat(200_000) + "2]";
    String diff = StateDiff.between(before, after);
    assertTrue(diff.startsWith("[{\"op\":\"replace\",\"path\":\"\",\"value\":[2,2"));
    assertEquals("[]", StateDiff.between(before, before));
  }
}
