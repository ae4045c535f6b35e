package io.actjs.storage;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;

/** Why a store takes no import: each driver says it in the same words. */
public final class ImportRefusal {
  private ImportRefusal() {}

  /** {@code StoreNotEmpty}. */
  public static ActjsException notEmpty() {
    return refused(
        "the store has classes, actors or keys of its own: import into a new directory or an empty"
            + " database");
  }

  /** {@code StoreNotEmpty}. */
  public static ActjsException otherImport(String export) {
    return refused(
        "the store holds a part of another export, "
            + export
            + ": import that one to its end, or import into an empty store");
  }

  /** {@code StoreNotEmpty}. */
  public static ActjsException overtaken() {
    return refused("another import into the same store is running: let one of them end first");
  }

  /**
   * For whoever is about to use a store.
   *
   * @throws ActjsException {@code StorageUnavailable} when an import into it has not ended
   */
  public static void requireWhole(StoreContents store) {
    String export = store.unfinishedImport();
    if (export != null) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "the store holds a part of the export "
              + export
              + " only: run the same \"actctl import\" again, it goes on where it was");
    }
  }

  private static ActjsException refused(String detail) {
    return new ActjsException(ProblemCode.StoreNotEmpty, detail);
  }
}
