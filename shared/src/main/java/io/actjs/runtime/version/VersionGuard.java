package io.actjs.runtime.version;

import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each message whether the version that its host runs is the one to run. What was found
 * is remembered until something is published or deprecated, a grace window ends, or another pin
 * comes, so that a message like the one before costs three comparisons. Confined to the worker.
 */
public final class VersionGuard {
  private final ClassRegistry registry;
  private final ClassVersion running;
  private boolean checked;
  private @Nullable Manifest lastPin;
  private boolean lastOwn;
  private long lastGeneration;
  private long validUntil;

  public VersionGuard(ClassRegistry registry, ClassVersion running) {
    this.registry = registry;
    this.running = running;
  }

  /**
   * False when the actor has to move to another version first, or to start again as another.
   *
   * @param stored the version that the actor is at once it has left memory; null when there is no
   *     actor then
   * @throws io.actjs.model.ActjsException as {@link VersionChoice#of}
   */
  public boolean serves(@Nullable Version stored, @Nullable Manifest pin, boolean own, long nowMs) {
    long generation = registry.generation();
    if (checked
        && own == lastOwn
        && Objects.equals(pin, lastPin)
        && generation == lastGeneration
        && nowMs < validUntil) {
      return true;
    }
    checked = false;
    VersionChoice choice =
        VersionChoice.of(registry, running.ref().name(), stored, pin, own, nowMs);
    if (choice instanceof VersionChoice.Move || !choice.version().ref().equals(running.ref())) {
      return false;
    }
    var deprecation = choice.version().deprecation();
    Long graceUntil = deprecation == null ? null : deprecation.graceUntil();
    validUntil = graceUntil == null ? Long.MAX_VALUE : graceUntil;
    lastPin = pin;
    lastOwn = own;
    lastGeneration = generation;
    checked = true;
    return true;
  }

  /** Whether it serves messages with the pin until the registry changes. */
  public boolean servesForGood(@Nullable Version stored, @Nullable Manifest pin, long nowMs) {
    return serves(stored, pin, false, nowMs) && validUntil == Long.MAX_VALUE;
  }
}
