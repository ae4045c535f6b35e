package io.actjs.bench.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The disk without a database: what small synced writes take at this moment. An append changes the
 * size of its file, which makes the file system write its own journal; an overwrite does not.
 */
public final class Disk {
  private static final int WRITES = 50;
  private static final int APPENDED = 4096;

  /** What one turn of SQLite takes in its log, without the header of the page. */
  private static final int OVERWRITTEN = 8192;

  private Disk() {}

  /** Microseconds of each of some appends to a new file, each followed by a sync. */
  public static List<Double> appendMicros(Path directory) throws IOException {
    return micros(directory, APPENDED, false);
  }

  /** Microseconds of each of some writes over what a file holds, each followed by a sync. */
  public static List<Double> overwriteMicros(Path directory) throws IOException {
    return micros(directory, OVERWRITTEN, true);
  }

  private static List<Double> micros(Path directory, int bytes, boolean twice) throws IOException {
    Path file = Files.createTempFile(directory, "sync-", ".bin");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      List<Double> first = write(channel, bytes);
      return twice ? write(channel.position(0), bytes) : first;
    } finally {
      Files.delete(file);
    }
  }

  private static List<Double> write(FileChannel channel, int bytes) throws IOException {
    ByteBuffer page = ByteBuffer.allocateDirect(bytes);
    List<Double> micros = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      long begin = System.nanoTime();
      channel.write(page.clear());
      channel.force(false);
      micros.add((System.nanoTime() - begin) / 1e3);
    }
    return micros;
  }
}
