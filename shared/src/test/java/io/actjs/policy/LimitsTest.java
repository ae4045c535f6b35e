package io.actjs.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @CsvSource({
    "result=8MiB,RESULT,8388608",
    "result=8m,RESULT,8388608",
    "result=8388608,RESULT,8388608",
    "body=512KiB,BODY,524288",
    "handler-heap=1g,HANDLER_HEAP,1073741824",
    "call-time=10s,CALL_TIME,10000",
    "call-time=250ms,CALL_TIME,250",
    "idle=5m,IDLE,300000",
    "mailbox=7,MAILBOX,7",
    "sqlite-pages=0,SQLITE_PAGES,0"
  })
  void aLimitIsSetAsPeopleWriteIt(String setting, Limit limit, long value) {
    assertEquals(value, Limits.DEFAULT.with(setting).get(limit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "result",
        "=1",
        "result=",
        "result=x",
        "result=-1",
        "result=0",
        "call-time=10",
        "call-time=10MiB",
        "mailbox=1MiB",
        "result=9999999999999GiB",
        "result=1TiB"
      })
  void whatIsNoValueIsRefused(String setting) {
    assertThrows(ActjsException.class, () -> Limits.DEFAULT.with(setting));
  }

  @Test
  void anUnknownNameGivesTheNearest() {
    ActjsException refused =
        assertThrows(ActjsException.class, () -> Limits.DEFAULT.with("mailbox-byte=1MiB"));
    assertTrue(refused.detail().contains("\"mailbox-bytes\""), refused.detail());
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void everyStandardValueIsOneThatCouldBeWritten(Limit limit) {
    String written = limit.unit().write(limit.standard());
    assertEquals(limit.standard(), limit.unit().read(written), written);
    assertEquals(limit.standard(), Limits.DEFAULT.with(limit.label() + "=" + written).get(limit));
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (Limit limit : Limit.values()) {
      assertTrue(names.add(limit.label()), limit.label());
    }
  }

  @Test
  void theDefaultsOfTheRuntimeAreThose() {
    assertEquals(RuntimeLimits.DEFAULT, Limits.DEFAULT.runtime());
    assertEquals(50, Limits.DEFAULT.memory(100));
  }
}
