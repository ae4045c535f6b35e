package io.actjs.engine.process;

import io.actjs.engine.EngineLimits;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The limits of an isolate as one argument of a command line: their numbers, in order. */
final class LimitsText {
  private static final RecordComponent[] COMPONENTS = EngineLimits.class.getRecordComponents();

  private LimitsText() {}

  static String write(EngineLimits limits) {
    StringBuilder text = new StringBuilder();
    try {
      for (RecordComponent component : COMPONENTS) {
        text.append(text.isEmpty() ? "" : ",").append(component.getAccessor().invoke(limits));
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return text.toString();
  }

  static EngineLimits read(String text) {
    String[] numbers = text.split(",");
    Object[] values = new Object[COMPONENTS.length];
    for (int i = 0; i < values.length; i++) {
      long number = Long.parseLong(numbers[i]);
      // One or the other, boxed as what it is.
      values[i] = COMPONENTS[i].getType() == int.class ? (Object) (int) number : (Object) number;
    }
    Class<?>[] types =
        Arrays.stream(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<EngineLimits> canonical = EngineLimits.class.getDeclaredConstructor(types);
      return canonical.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
