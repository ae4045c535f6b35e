package io.actjs.engine.process;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.actjs.engine.TurnMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The working directory of a worker process while it starts, with the two files that it shares with
 * the server: the mark of the turn that runs, and what it says on standard error. The files have no
 * name any more when both have opened them, so that nothing of them is left whatever happens.
 */
record Folder(Path path) implements AutoCloseable {

  /** A new one that only this user can read. */
  static Folder create() throws IOException {
    Folder folder = new Folder(Files.createTempDirectory("actjs-worker-"));
    Files.write(folder.markFile(), new byte[TurnMark.BYTES], CREATE_NEW);
    return folder;
  }

  Path markFile() {
    return path.resolve("mark");
  }

  Path saidFile() {
    return path.resolve("said");
  }

  /** The memory of the mark. */
  static ByteBuffer map(Path markFile) throws IOException {
    try (FileChannel channel = FileChannel.open(markFile, READ, WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, TurnMark.BYTES);
    }
  }

  /** Opens what the process will say. */
  FileChannel said() throws IOException {
    return FileChannel.open(saidFile(), CREATE_NEW, READ, WRITE);
  }

  /** Removes the names. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(markFile());
    Files.deleteIfExists(saidFile());
    Files.deleteIfExists(path);
  }
}
