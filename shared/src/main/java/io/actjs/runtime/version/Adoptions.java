package io.actjs.runtime.version;

import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** For development: the version that every actor of a class runs, whatever it was stored at. */
public final class Adoptions {
  private final ConcurrentHashMap<String, ClassRef> versions = new ConcurrentHashMap<>();

  public void adopt(ClassRef version) {
    versions.put(version.name(), version);
  }

  /** The version that was adopted for the class, unless the pin names another; else null. */
  public @Nullable ClassRef of(String className, @Nullable Manifest pin) {
    ClassRef version = versions.get(className);
    return version == null || (pin != null && pin.resolved().containsKey(className))
        ? null
        : version;
  }
}
