package io.actjs.storage;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StoreContents.ImportProgress;

/** The reasons to refuse an import, in the same words from every driver. */
public final class ImportRefusal {
  private ImportRefusal() {}

  /** {@code StoreNotEmpty}. */
  public static ActjsException notEmpty() {
    return refused(
        "the store already has classes, actors or keys: import into a new directory or an empty"
            + " database");
  }

  /**
   * Returns the progress of an import when it is that of the export.
   *
   * @throws ActjsException {@code StoreNotEmpty}
   */
  public static ImportProgress requireSame(ImportProgress stored, String export) {
    if (!stored.export().equals(export)) {
      throw refused(
          "the store contains another export, or a part of it, "
              + stored.export()
              + ": finish importing that one, or import into an empty store");
    }
    return stored;
  }

  /** {@code StoreNotEmpty}. */
  public static ActjsException overtaken() {
    return refused("another import into the same store is running: wait until it ends");
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
          "the store contains only a part of the export "
              + export
              + ": run the same \"actctl import\" again to resume it");
    }
  }

  private static ActjsException refused(String detail) {
    return new ActjsException(ProblemCode.StoreNotEmpty, detail);
  }
}
