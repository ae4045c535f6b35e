package io.actjs.actctl.screen;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far long work has come, on standard error: a bar as wide as the terminal, which {@link #end}
 * removes; elsewhere a line now and then, none for short work; nothing for programs.
 */
public final class Progress {
  private static final long BAR_EVERY = Duration.ofMillis(100).toNanos();
  private static final long LINE_EVERY = Duration.ofSeconds(10).toNanos();
  private static final long TICK_MS = 1000;

  /** The most that the bar itself takes. */
  private static final int BAR = 40;

  private static final String BYTES = "bytes";

  private final @Nullable PrintWriter out;
  private final int width;
  private final String unit;
  private final LongSupplier nanos;
  private final long begun;
  private long last;
  private boolean shown;

  /**
   * @param out null for nothing
   * @param width the columns of the terminal, or {@link ScreenWidth#UNLIMITED} where there is none
   * @param unit what is counted, in the plural
   */
  Progress(@Nullable PrintWriter out, int width, String unit, LongSupplier nanos) {
    this.out = out;
    this.width = width;
    this.unit = unit;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    // A bar is there at once, a line only if the work turns out to be long.
    this.last = begun - (isBar() ? BAR_EVERY : 0);
  }

  /**
   * @param unit what is counted, in the plural; {@code bytes} are shown as larger units
   */
  public static Progress of(String unit, OutputFormat format, PrintWriter err) {
    return new Progress(
        format.isForPrograms() ? null : err, ScreenWidth.ofErrors(), unit, System::nanoTime);
  }

  /**
   * Says so much is done.
   *
   * @param total 0 when it is not known
   */
  public synchronized void show(long done, long total) {
    if (out == null || nanos.getAsLong() - last < (isBar() ? BAR_EVERY : LINE_EVERY)) {
      return;
    }
    last = nanos.getAsLong();
    if (isBar()) {
      String line = CellText.cut(bar(done, total), width - 1);
      out.print("\r" + line + " ".repeat(width - 1 - CellText.width(line)));
    } else {
      out.println("actctl: " + told(done, total));
    }
    out.flush();
    shown = true;
  }

  /** Shows how long the work takes that tells nothing else. */
  public <T> T during(Supplier<T> work) {
    if (out == null) {
      return work.get();
    }
    Thread ticker = Thread.ofVirtual().start(this::tick);
    try {
      return work.get();
    } finally {
      ticker.interrupt();
      end();
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(TICK_MS);
        show(0, 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes the bar. */
  public synchronized void end() {
    if (out != null && shown && isBar()) {
      out.print("\r" + " ".repeat(width - 1) + "\r");
      out.flush();
    }
    // What still comes of a ticker would stay.
    last = Long.MAX_VALUE;
  }

  private boolean isBar() {
    return width != ScreenWidth.UNLIMITED;
  }

  private String bar(long done, long total) {
    String told = told(done, total);
    int room = Math.min(BAR, width - told.length() - 5);
    if (total <= 0 || room < 4) {
      return told;
    }
    int filled = (int) (room * Math.min(done, total) / total);
    return "[" + "#".repeat(filled) + " ".repeat(room - filled) + "] " + told;
  }

  /** {@code 1200/5000 actors, 400/s, 0:09 left}. */
  private String told(long done, long total) {
    double seconds = (nanos.getAsLong() - begun) / 1e9;
    if (done <= 0 && total <= 0) {
      return unit + ", " + clock(seconds);
    }
    String text = amount(done) + (total > 0 ? "/" + amount(total) : "");
    text += unit.equals(BYTES) ? "" : " " + unit;
    double rate = done / Math.max(seconds, 1e-3);
    if (seconds >= 1 && done > 0) {
      text += ", " + amount((long) rate) + "/s";
      text += total > done ? ", " + clock((total - done) / rate) + " left" : "";
    }
    return text;
  }

  private String amount(long number) {
    return unit.equals(BYTES) ? size(number) : Long.toString(number);
  }

  private static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double size = bytes;
    int step = 0;
    while (size >= 1000 && step < 4) {
      size /= 1000;
      step++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", size, "kMGT".charAt(step - 1));
  }

  private static String clock(double seconds) {
    long whole = Math.round(Math.min(seconds, 360_000));
    long hours = whole / 3600;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
