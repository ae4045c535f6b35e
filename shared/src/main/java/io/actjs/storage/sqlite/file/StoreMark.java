package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the store has come, told outside of the database: the file {@code actjs.mark} beside it.
 * SQLite takes a write-ahead log that was cut, changed or deleted for one that ends earlier, so
 * only somebody else can tell that acknowledged work is missing.
 *
 * <p>A point is written after its commit is on the disk, and is not synced: it outlives the
 * process, and after a loss of power the mark may be behind the database, but never ahead of what
 * was durable. The file is a ring of as many points as it has room for, so that the mark can also
 * tell how much is missing from an earlier one on:
 *
 * <pre>
 * head:  magic (8 bytes), incarnation (16), CRC-32C of both (4), unused (4)
 * point: pos (8), turns (8), at (8), revision (4), CRC-32C of the incarnation and the point (4)
 * </pre>
 *
 * <p>The file is locked as long as it is open, which keeps a second process out even when somebody
 * has deleted the directory's {@code lock}. Not thread-safe: one thread at a time writes.
 */
public final class StoreMark implements AutoCloseable {
  public static final String FILE = "actjs.mark";

  private static final Logger LOG = LoggerFactory.getLogger(StoreMark.class);
  private static final byte[] MAGIC = "actjmrk1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = 32;
  private static final int POINT_BYTES = 32;

  /** Points in the ring. */
  static final int POINTS = 8_191;

  private final Path file;
  private final RandomAccessFile open;
  private final UUID incarnation;
  private final byte[] point = new byte[POINT_BYTES];
  private boolean failing;

  private StoreMark(Path file, RandomAccessFile open, UUID incarnation) {
    this.file = file;
    this.open = open;
    this.incarnation = incarnation;
  }

  /**
   * How far the store is.
   *
   * @param pos of the last group commit
   * @param turns that were committed since the mark was made
   * @param at milliseconds since 1970 of the last durable change
   * @param revision durable changes other than group commits, such as published classes
   */
  public record Point(long pos, long turns, long at, int revision) {
    public static final Point NONE = new Point(0, 0, 0, 0);

    /** How far a database says that it is. */
    static Point stored(long pos, int revision) {
      return new Point(pos, 0, 0, revision);
    }
  }

  /**
   * Opens and locks the mark of a directory; null when there is none.
   *
   * @throws ActjsException {@code DataDirectoryInUse}; {@code StoreDamaged} when the file is not a
   *     mark
   */
  public static @Nullable StoreMark open(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    RandomAccessFile open = null;
    try {
      open = new RandomAccessFile(file.toFile(), "rw");
      lock(directory, open);
      byte[] head = new byte[HEAD_BYTES];
      int length = open.read(head);
      if (length < HEAD_BYTES || !isHead(head)) {
        throw new ActjsException(
            ProblemCode.StoreDamaged,
            file
                + " is damaged, so nobody can tell whether "
                + directory
                + " holds all that was acknowledged: put the file back, or accept what is there"
                + " with \"actctl start --accept-loss\"");
      }
      ByteBuffer fields = ByteBuffer.wrap(head).position(MAGIC.length);
      return new StoreMark(file, open, new UUID(fields.getLong(), fields.getLong()));
    } catch (IOException e) {
      close(open);
      throw unusable(file, e);
    } catch (RuntimeException e) {
      close(open);
      throw e;
    }
  }

  /** Makes a new mark in place of any other; it is on the disk under its name when this returns. */
  public static StoreMark create(Path directory, UUID incarnation, Point base) {
    Path file = directory.resolve(FILE);
    Path part = directory.resolve(FILE + ".part");
    RandomAccessFile open = null;
    try {
      open = new RandomAccessFile(part.toFile(), "rw");
      lock(directory, open);
      open.setLength(0);
      // Filled, so that a full disk cannot refuse a point later.
      open.write(new byte[HEAD_BYTES + POINTS * POINT_BYTES]);
      open.seek(0);
      open.write(head(incarnation));
      StoreMark mark = new StoreMark(file, open, incarnation);
      mark.write(base);
      open.getFD().sync();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
        parent.force(true);
      }
      return mark;
    } catch (IOException e) {
      close(open);
      throw unusable(file, e);
    } catch (RuntimeException e) {
      close(open);
      throw e;
    }
  }

  private static void lock(Path directory, RandomAccessFile open) throws IOException {
    if (open.getChannel().tryLock() == null) {
      throw DirectoryLock.inUse(directory, "another process");
    }
  }

  private static byte[] head(UUID incarnation) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).put(MAGIC);
    head.putLong(incarnation.getMostSignificantBits());
    head.putLong(incarnation.getLeastSignificantBits());
    int summed = head.position();
    head.putInt(sum(new CRC32C(), head.array(), summed));
    return head.array();
  }

  private static boolean isHead(byte[] head) {
    int summed = MAGIC.length + 2 * Long.BYTES;
    return Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        && ByteBuffer.wrap(head).getInt(summed) == sum(new CRC32C(), head, summed);
  }

  private static int sum(CRC32C sum, byte[] bytes, int length) {
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  private int sumOf(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(incarnation.getMostSignificantBits())
            .putLong(incarnation.getLeastSignificantBits())
            .flip());
    return sum(sum, bytes, POINT_BYTES - Integer.BYTES);
  }

  /** Which mark it is: a new one is made when a loss was accepted. */
  public UUID incarnation() {
    return incarnation;
  }

  /**
   * Writes a point. When the disk refuses it, the mark stays behind the store, which is harmless:
   * the commit itself is durable already.
   */
  public void write(Point now) {
    ByteBuffer fields = ByteBuffer.wrap(point);
    fields.putLong(now.pos()).putLong(now.turns()).putLong(now.at()).putInt(now.revision());
    fields.putInt(sumOf(point));
    try {
      open.seek(placeOf(now.pos()));
      open.write(point);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        LOG.warn("cannot write {} ({}): a loss of the last commits would not be noticed", file, e);
      }
    }
  }

  private static long placeOf(long pos) {
    return HEAD_BYTES + pos % POINTS * POINT_BYTES;
  }

  /** The furthest point. */
  public Point last() {
    byte[] ring = new byte[POINTS * POINT_BYTES];
    try {
      open.seek(HEAD_BYTES);
      int unused = open.read(ring);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    ByteBuffer fields = ByteBuffer.wrap(ring);
    long below = Long.MAX_VALUE;
    while (true) {
      int furthest = -1;
      for (int i = 0; i < ring.length; i += POINT_BYTES) {
        long pos = fields.getLong(i);
        if (pos < below && (furthest < 0 || pos > fields.getLong(furthest))) {
          furthest = i;
        }
      }
      if (furthest < 0) {
        return Point.NONE;
      }
      Point found = read(Arrays.copyOfRange(ring, furthest, furthest + POINT_BYTES));
      if (found != null) {
        return found;
      }
      // A loss of power tore it: the one before it counts.
      below = fields.getLong(furthest);
    }
  }

  /** The point of the position, or the oldest behind it that the ring still has. */
  Point from(long pos) {
    Point last = last();
    for (long at = Math.max(pos, last.pos() - POINTS + 1); at < last.pos(); at++) {
      Point found = at(at);
      if (found != null) {
        return found;
      }
    }
    return last;
  }

  private @Nullable Point at(long pos) {
    byte[] bytes = new byte[POINT_BYTES];
    try {
      open.seek(placeOf(pos));
      int unused = open.read(bytes);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    Point found = read(bytes);
    return found != null && found.pos() == pos ? found : null;
  }

  private @Nullable Point read(byte[] bytes) {
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    Point read = new Point(fields.getLong(), fields.getLong(), fields.getLong(), fields.getInt());
    return fields.getInt() == sumOf(bytes) ? read : null;
  }

  private static ActjsException unusable(Path file, IOException e) {
    return new ActjsException(
        ProblemCode.StorageUnavailable,
        "cannot use " + file + " (" + e + "): make it and its directory writable",
        e);
  }

  @Override
  public void close() {
    close(open);
  }

  private static void close(@Nullable RandomAccessFile open) {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("cannot close {}: {}", FILE, e.toString());
      }
    }
  }
}
