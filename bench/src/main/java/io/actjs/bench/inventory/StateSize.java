package io.actjs.bench.inventory;

import java.util.ArrayList;
import java.util.List;

/** How large the state of an Inventory is: its items have about 100 characters each. */
public enum StateSize {
  KB_1("1kb", 10),
  KB_100("100kb", 1_000),
  MB_10("10mb", 100_000);

  /** Items that one turn adds: fewer than the limit on the change of one turn allows. */
  private static final int ITEMS_A_TURN = 10_000;

  private final String label;
  private final int items;

  StateSize(String label, int items) {
    this.label = label;
    this.items = items;
  }

  public String label() {
    return label;
  }

  public int items() {
    return items;
  }

  /** The arguments of the {@code fill} calls that make a state of this size. */
  public List<String> fills() {
    List<String> fills = new ArrayList<>();
    for (int from = 0; from < items; from += ITEMS_A_TURN) {
      int to = Math.min(items, from + ITEMS_A_TURN);
      fills.add("{\"from\":" + from + ",\"to\":" + to + "}");
    }
    return fills;
  }

  /**
   * The arguments of the {@code n}-th {@code take} call: all items in turn, far from each other.
   */
  public String take(long n) {
    return "{\"index\":" + n * 7_919 % items + "}";
  }
}
