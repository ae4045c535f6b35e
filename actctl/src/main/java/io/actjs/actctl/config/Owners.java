package io.actjs.actctl.config;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * Whose file it is. A file that is found upwards may have been put there by anybody who can write
 * to a folder above, such as that of temporary files, and it decides where tokens are sent.
 */
final class Owners {
  private static final Path SELF = Path.of("/proc/self");
  private static final String ADMINISTRATOR = "root";

  private Owners() {}

  /**
   * @throws Failure when the file belongs to somebody other than the user of this process and root
   */
  static void requireOwn(Path file) {
    try {
      UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
      if (!owner.getName().equals(ADMINISTRATOR) && !owner.equals(self(file))) {
        throw new Failure(
            "%s belongs to %s, who could have your tokens sent elsewhere; take it over (chown), or name the server (--server)"
                .formatted(file, owner.getName()),
            null);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new Failure("cannot tell whose file " + file + " is: " + e.getMessage(), e);
    }
  }

  private static UserPrincipal self(Path file) throws IOException {
    return Files.exists(SELF)
        ? Files.getOwner(SELF)
        : file.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
