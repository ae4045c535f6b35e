package io.actjs.registry;

import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records used last, {@value #MAX_CLASSES} at most. They are immutable, so never stale. */
final class RecentClasses {
  private static final int MAX_CLASSES = 256;

  private final Map<ClassRef, PublishedClass> classes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ClassRef, PublishedClass> eldest) {
          return size() > MAX_CLASSES;
        }
      };

  synchronized @Nullable PublishedClass get(ClassRef ref) {
    return classes.get(ref);
  }

  synchronized void put(PublishedClass published) {
    classes.put(published.ref(), published);
  }
}
