package io.actjs.actctl.config;

/** What the value of a key looks like in TOML. */
public enum Form {
  TEXT("a string"),
  NUMBER("a whole number"),
  SWITCH("true or false"),
  LIST("a list of strings");

  private final String label;

  Form(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
