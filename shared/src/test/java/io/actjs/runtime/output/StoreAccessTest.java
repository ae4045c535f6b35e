package io.actjs.runtime.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StoreAccessTest {
  private final DrivenStore store = new DrivenStore();
  private final List<String> told = new ArrayList<>();

  private List<String> attempt(Supplier<String> work) {
    store.access.attempt(work, told::add, e -> told.add(e.code().name()));
    store.run();
    return told;
  }

  @Test
  void fault23_whateverTheStoreThrowsReachesWhoWaits() {
    assertEquals(List.of("done"), attempt(() -> "done"));
    told.clear();
    assertEquals(
        List.of("StorageUnavailable"),
        attempt(
            () -> {
              throw new ActjsException(ProblemCode.StorageUnavailable, "away");
            }));
    told.clear();
    assertEquals(
        List.of("InternalError"),
        attempt(
            () -> {
              throw new IllegalStateException("a bug");
            }));
    told.clear();
    assertEquals(
        List.of("InternalError"),
        attempt(
            () -> {
              throw new StackOverflowError();
            }));
  }

  @Test
  void fault23_whoAsksAfterTheEndIsToldToo() {
    store.access.threads().shutdown();
    assertTrue(attempt(() -> "never").contains("ShuttingDown"));
  }
}
