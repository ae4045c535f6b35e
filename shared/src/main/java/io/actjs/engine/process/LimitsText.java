package io.actjs.engine.process;

import io.actjs.engine.EngineLimits;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The limits of an isolate as one argument of a command line: their values, in order. */
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

  /** A value, boxed as what it is. */
  private static Object value(Class<?> type, String text) {
    if (type == boolean.class) {
      return Boolean.parseBoolean(text);
    }
    return type == int.class ? (Object) Integer.parseInt(text) : (Object) Long.parseLong(text);
  }

  static EngineLimits read(String text) {
    String[] numbers = text.split(",");
    Object[] values = new Object[COMPONENTS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(COMPONENTS[i].getType(), numbers[i]);
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
