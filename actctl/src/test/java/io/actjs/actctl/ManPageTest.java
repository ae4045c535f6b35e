package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ManPageTest {

  @Test
  void itKnowsEveryCommandAndEveryOption() throws IOException {
    String page = Files.readString(Path.of("../man/actctl.1")).replace("\\-", "-");

    requireAll(page, Actctl.commandLine());
  }

  private static void requireAll(String page, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName().replaceFirst("^actctl ?", "");
    if (!name.isEmpty() && command.getSubcommands().isEmpty()) {
      String entry = "(?m)^\\.BI? \"?" + name + "\"?( .*)?$";
      assertTrue(page.lines().anyMatch(line -> line.matches(entry)), "the command " + name);
    }
    for (var option : command.getCommandSpec().options()) {
      assertTrue(page.contains(option.longestName()), name + " " + option.longestName());
    }
    command.getSubcommands().values().stream()
        .filter(it -> !it.getCommandSpec().usageMessage().hidden())
        .forEach(it -> requireAll(page, it));
  }
}
