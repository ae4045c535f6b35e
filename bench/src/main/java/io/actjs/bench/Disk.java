package io.actjs.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The disk without a database: what one small synced append takes at this moment. */
final class Disk {
  private static final int APPENDS = 50;
  private static final int BYTES = 4096;

  private Disk() {}

  /** Microseconds of each of some appends to a new file, each followed by a sync. */
  static List<Double> syncMicros(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "sync-", ".bin");
    List<Double> micros = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(BYTES);
      for (int i = 0; i < APPENDS; i++) {
        long begin = System.nanoTime();
        channel.write(page.clear());
        channel.force(false);
        micros.add((System.nanoTime() - begin) / 1e3);
      }
    }
    Files.delete(file);
    return micros;
  }
}
