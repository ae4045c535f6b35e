package io.actjs.actjsd.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "GZIP | true",
        "x-gzip | true",
        "br, gzip;q=0.5 | true",
        "gzip ; Q=0.001 | true",
        "* | true",
        "*;q=0.5 | true",
        "br | false",
        "identity | false",
        "gzip;q=0 | false",
        "gzip;q=0.000 | false",
        "gzip;q=0, * | false",
        "*;q=0 | false",
        "identity, gzip;q=0.5 | false",
        "identity;q=0.5, gzip | true",
        "gzip;q=2 | false",
        "gzip;q=0.1234 | false",
        "gzip;q= | false",
        "gzipped | false",
        ";;, ,=q | false",
      })
  void theWeightsOfAHeaderDecide(String header, boolean gzip) {
    assertEquals(gzip, AcceptedEncoding.gzip(List.of(header)));
  }

  @ParameterizedTest
  @CsvSource({"br, gzip, true", "gzip;q=0, br, false"})
  void severalHeadersAreOne(String first, String second, boolean gzip) {
    assertEquals(gzip, AcceptedEncoding.gzip(List.of(first, second)));
  }
}
