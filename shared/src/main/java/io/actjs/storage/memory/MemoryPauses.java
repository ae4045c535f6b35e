package io.actjs.storage.memory;

import io.actjs.model.Pause;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What operators have paused. The driver's monitor guards it. */
final class MemoryPauses {
  private record Key(String className, @Nullable String id) {}

  private final NavigableMap<Key, Pause> pauses =
      new TreeMap<>(
          Comparator.comparing(Key::className)
              .thenComparing(Key::id, Comparator.nullsFirst(Comparator.naturalOrder())));

  List<Pause> all() {
    return List.copyOf(pauses.values());
  }

  void put(Pause pause) {
    pauses.put(new Key(pause.className(), pause.id()), pause);
  }

  boolean remove(String className, @Nullable String id) {
    return pauses.remove(new Key(className, id)) != null;
  }
}
