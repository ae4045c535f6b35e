package io.actjs.actctl.credential;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The administrator's token beside the data that it is for. */
public final class DataToken {
  private static final String FILE = "admin-token";

  private final Path file;

  private DataToken(Path file) {
    this.file = file;
  }

  public static DataToken in(Path dataDir) {
    return new DataToken(dataDir.resolve(FILE));
  }

  public Path file() {
    return file;
  }

  /**
   * The token, or null when there is none.
   *
   * @throws io.actjs.actctl.screen.Failure when the file cannot be read, or others may read it
   */
  public @Nullable String read() {
    String text = PrivateFile.read(file);
    return text == null || text.isBlank() ? null : text.strip();
  }

  public void keep(String token) {
    PrivateFile.write(file, token + "\n");
  }
}
