package io.actjs.engine.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A small file of Linux's {@code /proc} that is read again and again. Thread-safe. */
final class ProcFile implements AutoCloseable {
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);

  private ProcFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens it; null where the system has none. */
  static @Nullable ProcFile open(String path) {
    try {
      return new ProcFile(FileChannel.open(Path.of(path), StandardOpenOption.READ));
    } catch (IOException e) {
      return null;
    }
  }

  /** What it says now; empty when its process has ended. */
  synchronized String read() {
    try {
      int length = channel.read(buffer.clear(), 0);
      return length <= 0 ? "" : new String(buffer.array(), 0, length, ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
