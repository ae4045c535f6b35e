package io.actjs.actctl.config;

/** Where a value comes from; each layer comes before those below it. */
public enum Layer {
  FLAG("flag"),
  VARIABLE("variable"),
  PROJECT("project"),
  USER("user"),
  SYSTEM("system"),
  DEFAULT("default");

  private final String label;

  Layer(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
