package io.actjs.registry;

import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records used last: {@value #MAX_CLASSES} and {@value #MAX_CHARS} characters of text at most,
 * but always the last one. Their texts are immutable, so never stale.
 */
final class RecentClasses {
  private static final int MAX_CLASSES = 256;
  private static final long MAX_CHARS = 32L << 20;

  private final Map<ClassRef, PublishedClass> classes = new LinkedHashMap<>(16, 0.75f, true);
  private long chars;

  synchronized @Nullable PublishedClass get(ClassRef ref) {
    return classes.get(ref);
  }

  synchronized void put(PublishedClass published) {
    PublishedClass before = classes.put(published.ref(), published);
    chars += chars(published) - (before == null ? 0 : chars(before));
    Iterator<PublishedClass> eldest = classes.values().iterator();
    while (classes.size() > 1 && (classes.size() > MAX_CLASSES || chars > MAX_CHARS)) {
      chars -= chars(eldest.next());
      eldest.remove();
    }
  }

  private static long chars(PublishedClass published) {
    return (long) published.source().length()
        + published.compiled().length()
        + published.sourceMap().length();
  }
}
