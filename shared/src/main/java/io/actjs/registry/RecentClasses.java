package io.actjs.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import org.jspecify.annotations.Nullable;

/**
 * The records that are used most and last: {@value #MAX_CLASSES} and {@value #MAX_CHARS} characters
 * of text at most. Their texts are immutable, so never stale.
 */
final class RecentClasses {
  private static final int MAX_CLASSES = 256;
  private static final int MAX_CHARS = 32 << 20;

  private final Cache<ClassRef, PublishedClass> classes =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CHARS)
          .weigher(RecentClasses::weight)
          .executor(Runnable::run)
          .build();

  @Nullable PublishedClass get(ClassRef ref) {
    return classes.getIfPresent(ref);
  }

  void put(PublishedClass published) {
    classes.put(published.ref(), published);
  }

  /** Never less than the share that makes for the greatest number. */
  private static int weight(ClassRef ref, PublishedClass published) {
    int chars =
        published.source().length()
            + published.compiled().length()
            + published.sourceMap().length()
            + published.schemas().length();
    return Math.max(chars, MAX_CHARS / MAX_CLASSES);
  }
}
