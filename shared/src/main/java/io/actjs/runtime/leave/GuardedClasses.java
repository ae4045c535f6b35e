package io.actjs.runtime.leave;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.PublishedClass;
import io.actjs.registry.ClassRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes whose actors may refuse a message to somebody, so that they are asked before one is
 * stored. A class is free when every version of it has neither a policy nor a handler for actors
 * alone, as far as its source tells; a version that hides one is asked all the same when it handles
 * the message.
 */
public final class GuardedClasses {
  private final ClassRegistry registry;
  private final boolean denyByDefault;

  /** Whether a version is guarded; a version never changes. */
  private final Map<ClassRef, Boolean> known = new ConcurrentHashMap<>();

  /**
   * @param denyByDefault whether classes without a policy refuse all but administrators
   */
  public GuardedClasses(ClassRegistry registry, boolean denyByDefault) {
    this.registry = registry;
    this.denyByDefault = denyByDefault;
  }

  /**
   * Whether an actor of the class has to be asked. May block on storage, for the first message
   * after a publish or a start: messages that come meanwhile must keep their order.
   *
   * @throws ActjsException when the class cannot be read
   */
  public boolean isGuarded(String className) {
    List<ClassRef> unknown = new ArrayList<>();
    for (ClassVersion version : registry.versions(className)) {
      Boolean guarded = known.get(version.ref());
      if (guarded == null) {
        unknown.add(version.ref());
      } else if (guarded) {
        return true;
      }
    }
    return denyByDefault || isAnyGuarded(unknown);
  }

  private boolean isAnyGuarded(List<ClassRef> refs) {
    boolean any = false;
    for (ClassRef ref : refs) {
      boolean guarded = isGuarded(registry.get(ref));
      known.put(ref, guarded);
      any |= guarded;
    }
    return any;
  }

  private static boolean isGuarded(PublishedClass published) {
    return published.source().contains("policy") || published.source().contains("internal");
  }
}
