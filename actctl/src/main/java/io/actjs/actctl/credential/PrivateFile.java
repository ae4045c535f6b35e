package io.actjs.actctl.credential;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small file that its owner alone may read, and that is there as a whole or not at all. */
final class PrivateFile {
  private static final long MOST_BYTES = 1 << 20;
  private static final String OWNER_ONLY = "rw-------";
  private static final String OWNER_FOLDER = "rwx------";

  private PrivateFile() {}

  /**
   * Its text, or null when there is no such file.
   *
   * @throws Failure when others may read it, or it cannot be read
   */
  static @Nullable String read(Path file) {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      requirePrivate(file);
      if (Files.size(file) > MOST_BYTES) {
        throw new Failure(file + " is too large; delete it if it is not yours", null);
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!PosixFilePermissions.fromString(OWNER_ONLY).containsAll(permissions)) {
      throw new Failure(
          file
              + " has the mode "
              + PosixFilePermissions.toString(permissions)
              + ", so others may know the tokens in it: run \"chmod 600 "
              + file
              + "\", and if anybody else uses this machine, revoke them (actctl token revoke)",
          null);
    }
  }

  /**
   * Replaces the file; its folder, if it is made, is the owner's alone, too.
   *
   * @throws Failure when it cannot be written
   */
  static void write(Path file, String text) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, only(folder, OWNER_FOLDER));
      }
      Path part = Files.createTempFile(folder, ".", ".part", only(folder, OWNER_ONLY));
      try {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static FileAttribute<?>[] only(Path near, String permissions) {
    return isPosix(near)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
