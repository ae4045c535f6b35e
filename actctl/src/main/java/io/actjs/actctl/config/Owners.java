package io.actjs.actctl.config;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who decides what is in a file. A file that is found upwards may have been put there by anybody
 * who can write to a folder above, such as that of temporary files, and it decides where tokens are
 * sent and who is let in.
 */
final class Owners {
  private static final Path SELF = Path.of("/proc/self");
  private static final String ADMINISTRATOR = "root";

  private Owners() {}

  /**
   * Why the file is not believed; null when it belongs to the user of this process or to root, and
   * nobody else can change it.
   *
   * @throws Failure when it cannot be told
   */
  static @Nullable String doubt(Path file) {
    try {
      UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
      if (!owner.getName().equals(ADMINISTRATOR) && !owner.equals(self(file))) {
        return "%s belongs to %s, who could have your tokens sent elsewhere; take it over (chown), or name the server (--server)"
            .formatted(file, owner.getName());
      }
      return hasMode(file, PosixFilePermission.OTHERS_WRITE)
          ? "everybody on this machine can change %1$s: run \"chmod o-w %1$s\"".formatted(file)
          : null;
    } catch (IOException | UnsupportedOperationException e) {
      throw new Failure("cannot tell whose file " + file + " is: " + e.getMessage(), e);
    }
  }

  /** Whether everybody on this machine can read the file. */
  static boolean isReadableByAll(Path file) {
    try {
      return hasMode(file, PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      throw new Failure("cannot tell who may read " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean hasMode(Path file, PosixFilePermission permission) throws IOException {
    Set<String> views = file.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix") && Files.getPosixFilePermissions(file).contains(permission);
  }

  private static UserPrincipal self(Path file) throws IOException {
    return Files.exists(SELF)
        ? Files.getOwner(SELF)
        : file.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
