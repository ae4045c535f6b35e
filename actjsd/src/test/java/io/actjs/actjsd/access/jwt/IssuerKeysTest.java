package io.actjs.actjsd.access.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IssuerKeysTest {
  private final Issuer issuer = new Issuer();
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final JwksUrl source = new JwksUrl(URI.create(issuer.url()), Duration.ofSeconds(2));
  private final IssuerKeys keys = new IssuerKeys(source, now::get);

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void w14UnknownKeysHaveThemFetchedOnceInHalfAMinute() {
    keys.begin();
    assertEquals(1, issuer.fetches.get());
    for (int i = 0; i < 1000; i++) {
      assertTrue(keys.of("attack-" + i).isEmpty());
    }
    assertEquals(1, issuer.fetches.get());
    issuer.add(Issuer.rsa("new"));
    now.addAndGet(IssuerKeys.PAUSE_MS);
    assertEquals(1, keys.of("new").size());
    for (int i = 0; i < 1000; i++) {
      assertTrue(keys.of("attack-" + i).isEmpty());
    }
    assertEquals(2, issuer.fetches.get());
  }

  @Test
  void manyWhoComeAtOnceWaitForOneFetch() throws Exception {
    keys.begin();
    now.addAndGet(IssuerKeys.FRESH_MS);
    CountDownLatch together = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        var unused =
            threads.submit(
                () -> {
                  together.await();
                  return keys.of("rsa");
                });
      }
      together.countDown();
    }
    assertEquals(2, issuer.fetches.get());
  }

  @Test
  void aKeyThatIsWithdrawnHoldsForFiveMinutesAtMost() {
    keys.begin();
    issuer.remove("rsa");
    now.addAndGet(IssuerKeys.FRESH_MS - 1);
    assertEquals(1, keys.of("rsa").size());
    now.addAndGet(1);
    assertTrue(keys.of("rsa").isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "GROWS", "HTML", "FAILS", "REDIRECTS_ELSEWHERE", "MANY_KEYS"})
  void anIssuerThatMisbehavesLeavesTheOldKeysForAnHour(Issuer.Manner manner) {
    keys.begin();
    issuer.manner = manner;
    now.addAndGet(IssuerKeys.FRESH_MS);
    assertEquals(1, keys.of("rsa").size());
    int fetched = issuer.fetches.get();
    assertTrue(fetched >= 2);
    assertEquals(1, keys.of("rsa").size());
    assertTrue(keys.of("unknown").isEmpty());
    assertEquals(fetched, issuer.fetches.get());

    now.addAndGet(IssuerKeys.OLDEST_MS - IssuerKeys.FRESH_MS - 1);
    assertEquals(1, keys.of("rsa").size());
    now.addAndGet(1);
    assertEquals(
        ProblemCode.CapacityExhausted,
        assertThrows(ActjsException.class, () -> keys.of("rsa")).code());

    issuer.manner = Issuer.Manner.KEYS;
    now.addAndGet(IssuerKeys.PAUSE_MS);
    assertEquals(1, keys.of("rsa").size());
  }

  @Test
  void anIssuerThatIsDownAtTheStartMayComeLater() {
    issuer.manner = Issuer.Manner.FAILS;
    keys.begin();
    assertEquals(
        ProblemCode.CapacityExhausted,
        assertThrows(ActjsException.class, () -> keys.of("rsa")).code());
    issuer.manner = Issuer.Manner.KEYS;
    now.addAndGet(IssuerKeys.PAUSE_MS);
    assertEquals(1, keys.of("rsa").size());
  }

  @ParameterizedTest
  @CsvSource({
    "HANGS, did not answer within 2000 ms",
    "FAILS, status 500",
    "REDIRECTS_ELSEWHERE, another host"
  })
  void whatGoesWrongIsSaid(Issuer.Manner manner, String why) {
    issuer.manner = manner;
    IOException e = assertThrows(IOException.class, source::read);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void aSetThatGrowsIsGivenUp() {
    issuer.manner = Issuer.Manner.GROWS;
    assertThrows(IOException.class, source::read);
  }

  @Test
  void aRedirectToTheSameHostIsFollowed() throws Exception {
    issuer.manner = Issuer.Manner.REDIRECTS_HERE;
    assertTrue(source.read().length > 0);
    assertEquals(2, issuer.fetches.get());
  }
}
