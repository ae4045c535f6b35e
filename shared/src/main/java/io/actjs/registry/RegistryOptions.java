package io.actjs.registry;

/**
 * @param requireSigned whether only signed classes are published
 */
public record RegistryOptions(boolean requireSigned) {
  public static final RegistryOptions DEFAULT = new RegistryOptions(false);
}
