package io.actjs.bench.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiskMeterTest {
  private static final int MEBIBYTE = 1 << 20;

  private long syncs = 10;

  @Test
  @EnabledOnOs(OS.LINUX)
  void countsSyncsAndTheLargestSizeOfTheLog(@TempDir Path data) throws IOException {
    DiskMeter meter = new DiskMeter(ProcessHandle.current().pid(), data, () -> syncs);
    try (RandomAccessFile log = new RandomAccessFile(data.resolve("actjs.db-wal").toFile(), "rw");
        DiskMeter.Span span = meter.begin()) {
      log.write(new byte[MEBIBYTE]);
      log.getFD().sync();
      syncs += 3;
      DiskUse use = span.end();
      assertEquals(3, use.syncs());
      assertEquals(MEBIBYTE, use.logBytes());
      assertTrue(use.bytes() >= 0, "a RAM disk has none");
      log.setLength(0);
      assertEquals(MEBIBYTE, span.end().logBytes(), "the log was larger");
    }
  }
}
