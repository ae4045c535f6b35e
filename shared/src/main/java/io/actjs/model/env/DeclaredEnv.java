package io.actjs.model.env;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The values from outside that a class declares in {@code static env}, by name. Unchangeable. */
public final class DeclaredEnv {
  /** Of a class that declares none. */
  public static final DeclaredEnv NONE = new DeclaredEnv(Map.of());

  private final SortedMap<String, EnvType> types;

  private DeclaredEnv(Map<String, EnvType> types) {
    this.types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  /**
   * @param types as {@link EnvType#parse} takes them, by name
   * @throws IllegalArgumentException when one is no type
   */
  public static DeclaredEnv of(Map<String, String> types) {
    Map<String, EnvType> parsed = new TreeMap<>();
    types.forEach((name, type) -> parsed.put(name, EnvType.parse(type)));
    return parsed.isEmpty() ? NONE : new DeclaredEnv(parsed);
  }

  public boolean isEmpty() {
    return types.isEmpty();
  }

  public @Nullable EnvType type(String name) {
    return types.get(name);
  }

  public void forEach(BiConsumer<String, EnvType> each) {
    types.forEach(each);
  }

  /** Names and types as texts, in the order of names. */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    types.forEach((name, type) -> texts.put(name, type.toString()));
    return texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeclaredEnv env && types.equals(env.types);
  }

  @Override
  public int hashCode() {
    return types.hashCode();
  }

  @Override
  public String toString() {
    return types.toString();
  }
}
