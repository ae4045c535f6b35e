package io.actjs.actctl.command.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusScreenTest {
  private static final int UNLIMITED = 1 << 20;

  /** A terminal that takes as many writes as it is let. */
  private static final class Slow extends OutputStream {
    final ScreenTerminal screen = new ScreenTerminal(40, 10);
    final StringBuilder taken = new StringBuilder();
    final Semaphore lets = new Semaphore(UNLIMITED);
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      begun.incrementAndGet();
      lets.acquireUninterruptibly();
      String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
      synchronized (this) {
        writes.incrementAndGet();
        taken.append(text);
        screen.write(text.replace("\n", "\r\n"));
      }
    }

    synchronized List<String> lines() {
      long[] cells = new long[screen.getColumns() * screen.getRows()];
      screen.dump(cells, new int[2]);
      List<String> lines = new ArrayList<>();
      for (int row = 0; row < screen.getRows(); row++) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < screen.getColumns(); column++) {
          long cell = cells[row * screen.getColumns() + column];
          line.appendCodePoint(ScreenTerminal.cellCodePoint(cell));
        }
        lines.add(line.toString().stripTrailing());
      }
      while (!lines.isEmpty() && lines.getLast().isEmpty()) {
        lines.removeLast();
      }
      return lines;
    }

    synchronized void resize(int columns, int rows) {
      screen.setSize(Size.of(columns, rows));
    }

    synchronized String taken() {
      return taken.toString();
    }
  }

  private final Slow terminal = new Slow();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile String text = "0 type errors";
  private final StatusScreen screen =
      new StatusScreen(
          terminal,
          () -> terminal.screen.getColumns(),
          columns -> {
            looks.incrementAndGet();
            String line = "<" + text + " on " + columns + " columns>";
            return line.substring(0, Math.min(columns - 1, line.length()));
          });

  @AfterEach
  void close() {
    terminal.lets.release(UNLIMITED);
    screen.close();
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    Deadline deadline = new Deadline();
    while (!condition.getAsBoolean()) {
      deadline.pause(String.join("\n", terminal.lines()));
    }
  }

  private void awaitLines(String... lines) throws Exception {
    await(() -> terminal.lines().equals(List.of(lines)));
  }

  @Test
  void textGoesAboveTheStatusWhichIsGoneInTheEnd() throws Exception {
    screen.start();
    awaitLines("<0 type errors on 40 columns>");
    PrintWriter out = screen.writer();
    for (int i = 1; i <= 20; i++) {
      out.println("event " + i);
    }
    out.flush();
    List<String> shown = new ArrayList<>();
    for (int i = 12; i <= 20; i++) {
      shown.add("event " + i);
    }
    shown.add("<0 type errors on 40 columns>");
    awaitLines(shown.toArray(String[]::new));

    screen.clear();
    screen.stream().write("a line of the log\n".getBytes(StandardCharsets.UTF_8));
    awaitLines("a line of the log", "<0 type errors on 40 columns>");

    screen.close();
    assertEquals(List.of("a line of the log"), terminal.lines());
    out.println("late");
    out.flush();
    assertEquals(List.of("a line of the log"), terminal.lines());
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() throws Exception {
    screen.start();
    awaitLines("<0 type errors on 40 columns>");
    int writes = terminal.writes.get();
    int before = looks.get();
    await(() -> looks.get() > before + 2);
    assertEquals(writes, terminal.writes.get());

    text = "1 type error";
    awaitLines("<1 type error on 40 columns>");
    assertEquals(writes + 1, terminal.writes.get());
  }

  @Test
  void aResizeLeavesOneStatus() throws Exception {
    screen.print("event\n");
    screen.start();
    awaitLines("event", "<0 type errors on 40 columns>");
    terminal.resize(20, 6);
    screen.redraw();
    awaitLines("event", "<0 type errors on 2");
    terminal.resize(60, 20);
    screen.redraw();
    awaitLines("event", "<0 type errors on 60 columns>");
  }

  @Test
  void anotherProgramHasTheTerminalBetweenPauseAndResume() throws Exception {
    screen.print("event\n");
    screen.start();
    awaitLines("event", "<0 type errors on 40 columns>");
    screen.pause();
    assertEquals(List.of("event"), terminal.lines());
    text = "1 type error";
    int before = looks.get();
    screen.print("in between\n");
    awaitLines("event", "in between");
    assertEquals(before, looks.get());
    screen.resume();
    awaitLines("event", "in between", "<1 type error on 40 columns>");
  }

  @Test
  void whoeverPrintsDoesNotWaitForTheTerminal() throws Exception {
    terminal.lets.drainPermits();
    screen.start();
    await(() -> terminal.begun.get() == 1);
    String line = "x".repeat(99) + "\n";
    int most = StatusScreen.MOST_WAITING / line.length();
    for (int i = 0; i < most + 5; i++) {
      screen.print(line);
    }
    assertEquals(0, terminal.writes.get());

    terminal.lets.release(UNLIMITED);
    await(() -> terminal.taken().contains("5 lines are left out"));
    assertEquals(most, terminal.taken().lines().filter(it -> it.endsWith("xxx")).count());
    // One status for each part of what had come, at most.
    assertTrue(terminal.writes.get() < 30, terminal.writes + " writes");
    assertFalse(terminal.taken().contains("6 lines are left out"));
  }
}
