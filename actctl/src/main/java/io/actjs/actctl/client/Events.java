package io.actjs.actctl.client;

import io.actjs.actctl.screen.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events. Few are read ahead, so a slow reader holds the server back, not
 * this process's memory.
 */
public final class Events implements AutoCloseable {
  private static final int AHEAD = 64;

  /** The server says something every 25 s at least: a longer silence is that of a dead one. */
  private static final long SILENCE_SECONDS = 95;

  /** Larger than any line that a server sends. */
  private static final int MAX_LINE_CHARS = 8 << 20;

  /**
   * @param id the place of the event, or null
   * @param name what kind of event it is; empty when the server has only shown that it lives
   */
  public record Event(@Nullable String id, String name, String data) {}

  /** What was read: an event, or the end with its reason. */
  private record Read(@Nullable Event event, @Nullable IOException end) {}

  private final InputStream body;
  private final BlockingQueue<Read> reads = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;

  private Events(InputStream body) {
    this.body = body;
    this.reader = Thread.ofVirtual().name("actctl-events").start(this::read);
  }

  /**
   * @param place the id of the last event that is known, or null
   * @throws IOException when the server cannot be reached
   * @throws Failure when it refuses
   */
  public static Events open(Server server, String path, @Nullable String place)
      throws IOException, InterruptedException {
    return new Events(server.stream(path, place));
  }

  /** The next event. {@link IOException} when the stream has ended. */
  public Event next() throws IOException, InterruptedException {
    Read read = reads.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
    if (read == null) {
      throw new IOException("the server is silent");
    }
    if (read.event == null) {
      throw read.end == null ? new IOException("the server has ended the stream") : read.end;
    }
    return read.event;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String id = null;
      String name = "";
      String data = "";
      for (String line = line(lines); line != null; line = line(lines)) {
        if (line.isEmpty()) {
          reads.put(new Read(new Event(id, name, data), null));
          name = "";
          data = "";
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        }
      }
      reads.put(new Read(null, null));
    } catch (IOException e) {
      ended(e);
    } catch (InterruptedException e) {
      // Closed: nobody reads any more.
      Thread.currentThread().interrupt();
    }
  }

  private void ended(IOException e) {
    try {
      reads.put(new Read(null, e));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable String line(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (line.length() == MAX_LINE_CHARS) {
        throw new IOException("the server sent a line that is too long");
      }
      line.append((char) c);
    }
    return null;
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      body.close();
    } catch (IOException e) {
      // It was to end.
    }
  }
}
