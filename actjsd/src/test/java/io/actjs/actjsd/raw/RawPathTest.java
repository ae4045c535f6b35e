package io.actjs.actjsd.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {
  @Test
  void eachSegmentIsDecodedByItself() {
    assertEquals(
        List.of("a", "b/c", "é🦀", "1+1", ""),
        RawPath.segments("/a/b%2Fc/%C3%A9%f0%9f%A6%80/1+1/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/a%4", "/%zz", "/%ff", "/%c3", "/%ed%a0%80", "/%-1"})
  void whatIsNotPercentEncodedUtf8IsRefused(String path) {
    assertEquals(
        ProblemCode.SchemaInvalid,
        assertThrows(ActjsException.class, () -> RawPath.segments(path)).code());
  }
}
