package io.actjs.actjsd.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.audit.ChainPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of one day each (UTC), {@code audit-2026-11-26.ndjson}, with one entry per line. What a
 * crash has left of a line at the end of the newest file is cut off when it is opened again. Not
 * thread-safe.
 */
final class MirrorFiles {
  private static final String NAME = "audit-\\d{4}-\\d\\d-\\d\\d\\.ndjson";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line is shorter: entries are bounded where they are written. */
  private static final int MAX_LINE = 16 << 20;

  private final Path directory;

  MirrorFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * The last entry that was mirrored; {@link ChainPoint#START} for none.
   *
   * @throws ActjsException {@code SchemaInvalid} when a file holds something else
   */
  ChainPoint last() throws IOException {
    for (Path file : newestFirst()) {
      ChainPoint last = last(file);
      if (last != null) {
        return last;
      }
    }
    return ChainPoint.START;
  }

  private List<Path> newestFirst() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(NAME))
          .sorted(Comparator.<Path>naturalOrder().reversed())
          .toList();
    }
  }

  private static @Nullable ChainPoint last(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = lineBreak(channel, channel.size()) + 1;
      if (end < channel.size()) {
        channel.truncate(end);
        channel.force(true);
      }
      if (end == 0) {
        return null;
      }
      long begin = lineBreak(channel, end - 1) + 1;
      return parse(file, read(channel, begin, end - 1));
    }
  }

  /** The place of the last line feed before the end; -1 for none. */
  private static long lineBreak(FileChannel channel, long end) throws IOException {
    long to = end;
    while (to > 0) {
      long from = Math.max(0, to - (1 << 13));
      byte[] bytes = read(channel, from, to);
      for (int i = bytes.length - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          return from + i;
        }
      }
      to = from;
    }
    return -1;
  }

  private static byte[] read(FileChannel channel, long from, long to) throws IOException {
    if (to - from > MAX_LINE) {
      throw new IOException("a line is longer than " + MAX_LINE + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, from + bytes.position());
    }
    return bytes.array();
  }

  private static ChainPoint parse(Path file, byte[] line) throws IOException {
    try {
      JsonNode entry = JSON.readTree(line);
      long ordinal = entry.path("ordinal").asLong();
      if (ordinal > 0) {
        return new ChainPoint(ordinal, Bytes.ofHex(entry.path("chain").asText()));
      }
    } catch (com.fasterxml.jackson.core.JacksonException | IllegalArgumentException e) {
      throw foreign(file, e);
    }
    throw foreign(file, null);
  }

  private static ActjsException foreign(Path file, @Nullable Exception cause) {
    return new ActjsException(
        ProblemCode.SchemaInvalid,
        "the last line of " + file + " is no audit entry: choose another directory for the mirror",
        cause);
  }

  /** Appends whole lines to the file of the time; the disk has them when this returns. */
  void append(long nowMs, String lines) throws IOException {
    Path file = file(nowMs);
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (fresh) {
      syncDirectory();
    }
  }

  /** A clock that was set back does not make an earlier file grow again. */
  private Path file(long nowMs) throws IOException {
    String today =
        "audit-" + Instant.ofEpochMilli(nowMs).atZone(ZoneOffset.UTC).toLocalDate() + ".ndjson";
    List<Path> files = newestFirst();
    String newest = files.isEmpty() ? "" : files.getFirst().getFileName().toString();
    return directory.resolve(newest.compareTo(today) > 0 ? newest : today);
  }

  private void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
