package io.actjs.actjsd.http;

import java.util.Collection;
import java.util.function.Consumer;

/** Appends the items of an array or the members of an object, with commas between them. */
public final class JsonList {
  private JsonList() {}

  public static <T> void append(Collection<T> items, StringBuilder json, Consumer<T> append) {
    boolean first = true;
    for (T item : items) {
      if (!first) {
        json.append(',');
      }
      first = false;
      append.accept(item);
    }
  }
}
