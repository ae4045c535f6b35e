package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The sessions, commands and files in the page about the shell do what it says. */
@ResourceLock(Resources.GLOBAL)
class ShellDocTest {
  private static final Pattern SESSION = Pattern.compile("(?ms)^```\\n(> .*?)^```$");
  private static final Pattern FILE = Pattern.compile("(?ms)^```ts\\n// (\\S+)\\n(.*?)^```$");
  private static final Pattern COMMAND = Pattern.compile("(?m)^actctl shell (.*?)(?: +# (.*))?$");

  @TempDir private Path dir;

  @Test
  void thePageIsTrue() throws Exception {
    String page = Files.readString(Path.of("../docs/shell.md"));
    try (ShopServer shop = ShopServer.start(dir)) {
      Matcher session = SESSION.matcher(page);
      assertTrue(session.find());
      sessionGoesAsShown(shop, session.group(1));
      Matcher file = FILE.matcher(page);
      assertTrue(file.find());
      Files.writeString(dir.resolve(file.group(1)), file.group(2));
      Matcher command = COMMAND.matcher(page);
      int commands = 0;
      while (command.find()) {
        Ran ran = shop.shell(words(command.group(1)));
        assertEquals(0, ran.exit(), command.group() + ": " + ran.err());
        assertEquals(command.group(2) == null ? ran.out() : command.group(2), ran.out());
        commands++;
      }
      assertEquals(3, commands);
    }
  }

  private static void sessionGoesAsShown(ShopServer shop, String shown) {
    List<String> typed = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    for (String line : shown.lines().toList()) {
      if (line.startsWith("> ") || line.startsWith("… ")) {
        typed.add(line.substring(2));
      } else {
        printed.add(line);
      }
    }
    InputStream before = System.in;
    byte[] input = String.join("\n", typed).getBytes(StandardCharsets.UTF_8);
    System.setIn(new ByteArrayInputStream(input));
    try {
      Ran ran = shop.shell();
      assertEquals(String.join("\n", printed), ran.out(), ran.err());
    } finally {
      System.setIn(before);
    }
  }

  /** Of a shell: words, or texts in quotes. */
  private String[] words(String line) {
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
    String[] words =
        word.results()
            .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
            .toArray(String[]::new);
    Arrays.setAll(words, i -> words[i].endsWith(".ts") ? dir.resolve(words[i]) + "" : words[i]);
    return words;
  }
}
