package io.actjs.engine;

import java.util.function.UnaryOperator;

/**
 * Opens engines whose kernel a test has changed, to see that a check notices the bug that the test
 * plants.
 */
public final class PlantedKernel {
  private PlantedKernel() {}

  /**
   * Opens an engine whose isolates run the planted kernel.
   *
   * @param plant changes the kernel's compiled script
   * @throws IllegalArgumentException when it changes nothing: the kernel is no longer what the test
   *     takes it for
   */
  public static Engine open(EngineLimits limits, UnaryOperator<String> plant) {
    String kernel = LocalEngine.kernel();
    String planted = plant.apply(kernel);
    if (planted.equals(kernel)) {
      throw new IllegalArgumentException("the plant changes nothing of the kernel");
    }
    return new LocalEngine(limits, planted);
  }

  /**
   * The plant of one edit.
   *
   * @param original text that stands exactly once in the kernel's script; the name and the
   *     parameters of a method, for example
   * @throws IllegalArgumentException when planted, if it stands there never or several times
   */
  public static UnaryOperator<String> replacing(String original, String replacement) {
    return kernel -> {
      int at = kernel.indexOf(original);
      if (at < 0 || at != kernel.lastIndexOf(original)) {
        throw new IllegalArgumentException("not once in the kernel: " + original);
      }
      return kernel.substring(0, at) + replacement + kernel.substring(at + original.length());
    };
  }

  /** A failed turn keeps the changes that it made to the state. */
  public static UnaryOperator<String> withoutUndo() {
    return replacing("this.state.rollback();", "");
  }

  /** A failed turn puts the members that it removed behind all others. */
  public static UnaryOperator<String> withoutOrder() {
    return replacing("part.follow(this.orders.remove(target, key));", "delete target[key];");
  }
}
