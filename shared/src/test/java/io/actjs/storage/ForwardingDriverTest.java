package io.actjs.storage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ForwardingDriverTest {

  static Stream<Method> methods() {
    return Stream.of(StorageDriver.class.getMethods())
        .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()));
  }

  /** A method with a default would else be lost without a sign. */
  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodOfThePortIsForwarded(Method method) {
    assertDoesNotThrow(
        () ->
            ForwardingDriver.class.getDeclaredMethod(method.getName(), method.getParameterTypes()));
  }
}
