package io.actjs.actjsd.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is sent. Every text is compressed by itself, so no connection keeps the 256 KiB
 * outside of the Java heap that a compressor needs: a few are shared by all. Their memory belongs
 * to the process, and so does the bound.
 */
public final class Compressor {
  /** Bytes below which compressing costs more than it saves. */
  public static final int LEAST = 1 << 10;

  /** Bytes from which it takes too long for a thread that serves other connections as well. */
  public static final int LONG = 4 << 10;

  /** For threads that others wait for: they hold it for a short text only. */
  private static final Compressor QUICK = new Compressor(1);

  private static final Compressor PATIENT =
      new Compressor(Math.max(2, Runtime.getRuntime().availableProcessors() / 2));

  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int GZIP_TAIL = 8;

  /** Ends what a flush has written; a message is sent without it. */
  private static final int FLUSH_TAIL = 4;

  private final Semaphore permits;
  private final ConcurrentLinkedQueue<Deflater> idle = new ConcurrentLinkedQueue<>();

  private Compressor(int atATime) {
    permits = new Semaphore(atATime);
  }

  private static Compressor of(byte[] plain) {
    return plain.length < LONG ? QUICK : PATIENT;
  }

  /**
   * The text as a gzip file, or null when that would not be shorter. Waits while too many others
   * are being compressed, unless the text is shorter than {@link #LONG}.
   */
  public static byte @Nullable [] gzip(byte[] plain) {
    CRC32 sum = new CRC32();
    sum.update(plain);
    byte[] file = of(plain).compress(plain, GZIP_HEAD.length, GZIP_TAIL, true);
    if (file == null) {
      return null;
    }
    System.arraycopy(GZIP_HEAD, 0, file, 0, GZIP_HEAD.length);
    ByteBuffer.wrap(file, file.length - GZIP_TAIL, GZIP_TAIL)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) sum.getValue())
        .putInt(plain.length);
    return file;
  }

  /**
   * The text as a message of the WebSocket extension permessage-deflate (RFC 7692), or null when
   * that would not be shorter. Waits as {@link #gzip} does.
   */
  public static byte @Nullable [] message(byte[] plain) {
    byte[] flushed = of(plain).compress(plain, 0, 0, false);
    return flushed == null ? null : Arrays.copyOf(flushed, flushed.length - FLUSH_TAIL);
  }

  /** Leaves room before and behind; null when it would not be shorter. */
  private byte @Nullable [] compress(byte[] plain, int before, int behind, boolean finish) {
    permits.acquireUninterruptibly();
    Deflater deflater = idle.poll();
    try {
      if (deflater == null) {
        deflater = new Deflater(Deflater.BEST_SPEED, true);
      }
      deflater.setInput(plain);
      if (finish) {
        deflater.finish();
      }
      int most = plain.length - behind - 1;
      byte[] out = new byte[Math.max(before, most)];
      int size = before;
      while (size < out.length) {
        int more =
            deflater.deflate(
                out, size, out.length - size, finish ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
        if (more == 0) {
          break;
        }
        size += more;
      }
      return size >= out.length ? null : Arrays.copyOf(out, size + behind);
    } finally {
      if (deflater != null) {
        deflater.reset();
        idle.add(deflater);
      }
      permits.release();
    }
  }
}
