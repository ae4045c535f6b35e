package io.actjs.model;

/** One published version of a class: {@code Name@1.2.3}. */
public record ClassRef(String name, Version version) {
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
