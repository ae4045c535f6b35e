package io.actjs.actctl.command.store;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears under its name once it is complete and on disk. Until then it is {@code
 * NAME.part}; a leftover of an earlier attempt is replaced.
 */
final class WholeFile {
  private final Path file;
  private final Path part;

  private WholeFile(Path file) {
    this.file = file.toAbsolutePath();
    this.part = this.file.resolveSibling(this.file.getFileName() + ".part");
  }

  /** Writes a file. */
  interface Writing<T> {
    /**
     * @param part does not exist
     */
    T to(Path part) throws IOException;
  }

  static <T> T write(Path file, Writing<T> writing) {
    try {
      return new WholeFile(file).write(writing);
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + reason(e), e);
    } catch (UncheckedIOException e) {
      throw new Failure("cannot write " + file + ": " + reason(e.getCause()), e);
    }
  }

  /** File exceptions are named after the problem and have the file as their message. */
  static String reason(IOException e) {
    return e.getClass().getSimpleName().replaceFirst("Exception$", "") + ", " + e.getMessage();
  }

  private <T> T write(Writing<T> writing) throws IOException {
    if (Files.exists(file)) {
      throw new Failure(file + " already exists; not overwriting it", null);
    }
    Files.deleteIfExists(part);
    T result;
    try {
      result = writing.to(part);
      sync(part, StandardOpenOption.WRITE);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // A failed attempt may have filled the disk.
      Files.deleteIfExists(part);
    }
    sync(file.getParent(), StandardOpenOption.READ);
    return result;
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
