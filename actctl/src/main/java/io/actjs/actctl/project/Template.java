package io.actjs.actctl.project;

import io.actjs.engine.source.ClasspathText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a new project begins with: classes, the modules that they use, and their tests. */
public enum Template {
  COUNTER("actctl call Counter clicks add"),
  SHOP("actctl call Stock apple restock '{\"count\": 10, \"price\": 30}'"),
  ROOM("actctl actor watch Room lobby"),
  LEDGER("actctl call Ledger alice deposit '{\"amount\": 100}'"),
  /** Nothing: for a folder that has classes already. */
  EMPTY(null);

  private final @Nullable String example;

  Template(@Nullable String example) {
    this.example = example;
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

  /** The names of its files. */
  List<String> files() {
    return switch (this) {
      case COUNTER -> List.of("Counter.ts", "Counter.test.ts");
      case SHOP -> List.of("Cart.ts", "Stock.ts", "money.ts", "Cart.test.ts", "money.test.ts");
      case ROOM -> List.of("Room.ts", "Room.test.ts");
      case LEDGER -> List.of("Ledger.ts", "Ledger.test.ts");
      case EMPTY -> List.of();
    };
  }

  String text(String file) {
    return ClasspathText.read("/io/actjs/actctl/templates/" + this + "/" + file);
  }
}
