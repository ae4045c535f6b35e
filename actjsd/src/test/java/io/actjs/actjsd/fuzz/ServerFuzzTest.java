package io.actjs.actjsd.fuzz;

import io.actjs.actjsd.access.capability.CapabilityFuzz;
import io.actjs.actjsd.access.jwt.TokenFuzz;
import io.actjs.actjsd.encoding.ExpansionFuzz;
import io.actjs.actjsd.http.HeaderFuzz;
import io.actjs.actjsd.ws.SocketFuzz;
import io.actjs.testservers.fuzz.Fuzzer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clients send to the server, for moments; {@code scripts/fuzz-wire} for long. */
class ServerFuzzTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        SocketFuzz.class,
        HeaderFuzz.class,
        ExpansionFuzz.class,
        TokenFuzz.class,
        CapabilityFuzz.class
      })
  void nothingButWhatIsPromisedIsThrown(Class<?> target) throws Exception {
    Fuzzer.of(target).run();
  }
}
