package io.actjs.actctl.project;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a new project begins with: classes, the modules that they use, and their tests. */
public enum Template {
  COUNTER("actctl call Counter clicks add", "Counter.ts", "Counter.test.ts"),
  SHOP(
      "actctl call Stock apple restock '{\"count\": 10, \"price\": 30}'",
      "Cart.ts",
      "Stock.ts",
      "money.ts",
      "Cart.test.ts",
      "money.test.ts"),
  ROOM("actctl actor watch Room lobby", "Room.ts", "Room.test.ts"),
  LEDGER("actctl call Ledger alice deposit '{\"amount\": 100}'", "Ledger.ts", "Ledger.test.ts"),
  /** Nothing: for a folder that has classes already. */
  EMPTY(null);

  private final @Nullable String example;
  private final List<String> files;

  Template(@Nullable String example, String... files) {
    this.example = example;
    this.files = List.of(files);
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A command that shows the classes at work. */
  public Optional<String> example() {
    return Optional.ofNullable(example);
  }

  List<String> files() {
    return files;
  }

  String text(String file) {
    return Packaged.text("/io/actjs/actctl/templates/" + this + "/" + file);
  }
}
