package io.actjs.actctl.shell;

import io.actjs.actctl.credential.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/**
 * What was typed in this session and earlier ones, in a file that its owner alone may read: one
 * input per line. Inputs with a credential in them, and those that begin with a blank, are not
 * kept.
 */
final class LineHistory extends DefaultHistory {
  private static final String FILE = "shell-history";
  private static final int MOST_ENTRIES = 1_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_ENTRY = 20_000;

  /** Tokens of this server, JSON Web Tokens, private keys, and what says that it is a secret. */
  private static final Pattern SECRET =
      Pattern.compile(
          "actjst?_\\w{8}|eyJ[\\w-]{8,}\\.[\\w-]+|-----BEGIN|\\b(?:bearer|capability)\\s+[\\w.-]{16}"
              + "|(?:password|passwd|secret|token|api_?key)['\"]?\\s*[:=]\\s*['\"`]",
          Pattern.CASE_INSENSITIVE);

  private final @Nullable Path file;

  /**
   * @param file null for none
   */
  LineHistory(@Nullable Path file) {
    this.file = file;
    restore();
  }

  /** That of this user. */
  static LineHistory ofUser() {
    Path folder = Credentials.ofUser().folder();
    return new LineHistory(folder == null ? null : folder.resolve(FILE));
  }

  private void restore() {
    if (file == null || !Files.isRegularFile(file)) {
      return;
    }
    try {
      long size = Files.size(file);
      List<String> lines =
          readable(size) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
      List<String> last = lines.subList(Math.max(0, lines.size() - MOST_ENTRIES), lines.size());
      last.forEach(line -> internalAdd(Instant.now(), inputOf(line)));
      if (size > MOST_BYTES / 2 || lines.size() > MOST_ENTRIES) {
        replace(last);
      }
    } catch (IOException e) {
      // A shell without a past is a shell.
    }
  }

  /** Something else has been put in its place. */
  private static boolean readable(long size) {
    return size <= 2L * MOST_BYTES;
  }

  @Override
  public void add(Instant time, String line) {
    String input = line.stripTrailing();
    if (input.isEmpty() || input.length() > LONGEST_ENTRY || SECRET.matcher(input).find()) {
      return;
    }
    int before = last();
    super.add(time, input);
    if (file != null && last() != before) {
      append(file, input);
    }
  }

  private static void append(Path file, String input) {
    try {
      if (!Files.exists(file)) {
        if (!Files.isDirectory(file.getParent())) {
          Files.createDirectories(file.getParent(), only("rwx------"));
        }
        Files.createFile(file, only("rw-------"));
      }
      Files.writeString(file, lineOf(input) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      // What is typed runs all the same.
    }
  }

  private void replace(List<String> lines) throws IOException {
    Path part = Files.createTempFile(file.getParent(), "." + FILE, ".part", only("rw-------"));
    try {
      Files.write(part, lines);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] only(String permissions) {
    Set<String> views = Path.of("").getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static String lineOf(String input) {
    return input.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "");
  }

  private static String inputOf(String line) {
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        input.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
      } else {
        input.append(c);
      }
    }
    return input.toString();
  }
}
