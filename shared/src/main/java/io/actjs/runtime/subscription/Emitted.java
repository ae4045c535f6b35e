package io.actjs.runtime.subscription;

import io.actjs.engine.Outcome;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message of an actor to its subscribers, of which nothing is stored. It leaves with its turn,
 * behind what that changed.
 *
 * @param data raw JSON
 * @param to what the names are
 * @param names whom it is for, unless it is for all
 */
public record Emitted(String type, String data, Outcome.Emit.To to, Set<String> names) {

  public static List<Emitted> of(List<Outcome.Emit> emits) {
    return emits.isEmpty() ? List.of() : emits.stream().map(Emitted::of).toList();
  }

  private static Emitted of(Outcome.Emit emit) {
    return new Emitted(emit.type(), emit.data(), emit.to(), Set.copyOf(emit.names()));
  }

  /** Whether a subscriber gets it. */
  boolean isFor(Interest subscriber) {
    return switch (to) {
      case ALL -> true;
      case WHO -> isNamed(subscriber.self().who());
      case PRINCIPAL -> isNamed(Guest.nameOf(subscriber.headers()));
    };
  }

  private boolean isNamed(@Nullable String name) {
    return name != null && names.contains(name);
  }
}
