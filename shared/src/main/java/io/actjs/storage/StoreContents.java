package io.actjs.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store as a whole: its entire contents are read as of one moment, or imported from another
 * store. Every method may block, and may throw {@code StorageUnavailable} or {@code StorageFull}.
 */
public interface StoreContents {

  /** The kind of the store, as an export names it. */
  String kind();

  /** The number of actors, for people: approximate while actors are created or deleted. */
  long actors();

  /**
   * Returns the entire contents as of one moment, while calls are served. The order is fixed, so
   * that equal stores give equal sequences:
   *
   * <ul>
   *   <li>releases in order of publishing, promotions by name, manifests and their uses by sha,
   *       keys in order of adding, the ends of the audit, and its entries in order of writing;
   *   <li>pauses by name; tokens and keys of capabilities in order of adding, revocations by time,
   *       values of environments by name;
   *   <li>then actor by actor, in their order, each begun by its {@link StoredItem.Actor}:
   *       snapshot, retained state, turns by seq, messages by id, reminders by id, replies by
   *       scope, dead letters by time.
   * </ul>
   */
  void read(Consumer<StoredItem> sink);

  /** Reads the same, and continues behind rows that cannot be read. */
  void inspect(Consumer<StoredItem> sink, Remarks remarks);

  /**
   * Overwrites, as far as the store can, what rows that were deleted or changed before the call
   * have left in its files. It may take as long as writing the whole store anew, and commits wait
   * meanwhile. What was deleted before stays deleted however the process ends after it.
   *
   * @throws io.actjs.model.ActjsException {@code StorageFull} when there is no room for it
   */
  Residue wipe();

  /** Where deleted data may be after {@link #wipe}. */
  enum Residue {
    /** Nowhere. */
    NONE,
    /** In blocks that the files gave back to the file system. */
    FILE_SYSTEM,
    /** In free space of the pages of the database server, and in its write-ahead log. */
    DATABASE_SERVER
  }

  /** Is told of rows that are not as they should be. */
  interface Remarks {
    /**
     * A row cannot be read.
     *
     * @param where the actor, else the table
     */
    void unreadable(String where, String why);

    /** A row was read and has no checksum: an earlier version wrote it. */
    void withoutSum();
  }

  /**
   * Begins to import an export, or returns how far the import has come. Nobody else may use the
   * store until the import is done and the driver has been reopened.
   *
   * @throws io.actjs.model.ActjsException {@code StoreNotEmpty} when the store holds anything else
   */
  ImportProgress begin(String export);

  /**
   * Stores items unchanged, in the order of {@link #read}, together with the progress, in one
   * durable transaction: their effects are not repeated.
   *
   * @param from how far the import has come: what the step before, or {@link #begin}, ended with
   * @throws io.actjs.model.ActjsException {@code StoreNotEmpty} when somebody else is also
   *     importing into the store; then nothing changed
   */
  void take(List<StoredItem> items, ImportProgress from, ImportProgress to);

  /** The export whose import has begun and is not done, or null. Such a store must not be used. */
  @Nullable String unfinishedImport();

  /**
   * Writes a consistent copy of the store to a new file while calls are served. It contains
   * everything acknowledged before. The caller syncs the file.
   *
   * @throws io.actjs.model.ActjsException {@code BackupUnsupported} when the store is not a file
   */
  void backup(Path target);

  /**
   * How far an import has come.
   *
   * @param export the export's id
   * @param lines lines of it that are stored
   */
  record ImportProgress(String export, long lines, boolean done) {
    public static ImportProgress start(String export) {
      return new ImportProgress(export, 0, false);
    }
  }
}
