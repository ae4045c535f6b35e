package io.actjs.actctl.manual;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.engine.source.ClasspathText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code actctl manual}: the manual pages of all commands, for packages. They are made of the model
 * of the command line, so they are never behind it.
 */
@Command(
    name = "manual",
    hidden = true,
    description = "Write the manual pages, compressed, to a folder as for MANPATH.")
public final class ManualCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder to write man1 and man8 to.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandSpec root = spec.root();
    write(1, ManualPage.name(root), page(root).text(part("actctl.1")));
    for (CommandLine each : root.subcommands().values()) {
      writeAll(each);
    }
    CommandSpec start = root.subcommands().get("start").getCommandSpec();
    write(8, "actjsd", page(start).text("actjsd", 8, "actjsd", part("actjsd.8")));
    return 0;
  }

  private void writeAll(CommandLine line) throws IOException {
    if (ManualPage.isShown(line)) {
      CommandSpec command = line.getCommandSpec();
      write(1, ManualPage.name(command), page(command).text(""));
      for (CommandLine each : line.getSubcommands().values()) {
        writeAll(each);
      }
    }
  }

  private static ManualPage page(CommandSpec command) {
    return new ManualPage(command, BuildVersion.text());
  }

  /** Sections that are no command's. */
  private static String part(String name) {
    return ClasspathText.read("/io/actjs/actctl/manual/" + name);
  }

  private void write(int section, String name, String text) throws IOException {
    Path dir = Files.createDirectories(folder.resolve("man" + section));
    try (OutputStream file = Files.newOutputStream(dir.resolve(name + "." + section + ".gz"));
        GZIPOutputStream zip = new GZIPOutputStream(file)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
