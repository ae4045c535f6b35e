package io.actjs.actctl.command.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.ShellWords;
import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.project.NewProject;
import io.actjs.actctl.project.Template;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code actctl init}. */
@Command(
    name = "init",
    description = {
      "Make a folder ready for writing actors.",
      "",
      "Writes classes to begin with and their tests, the types of actjs for editors and tsc, and a "
          + "tsconfig.json that finds them; also package.json (tsc is its only dependency), "
          + ".gitignore and .actjs/config.toml. A folder that does not exist is made. Files that "
          + "exist are never overwritten: if one differs, nothing is written, except that "
          + "--template empty leaves package.json, .gitignore and config.toml as they are.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl init counters",
      "  actctl init --template shop shop",
      "  actctl init --template empty        set up a folder that has classes"
    })
public final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder of the classes (default: the current one).")
  private Path dir;

  @Option(
      names = "--template",
      paramLabel = "NAME",
      defaultValue = "counter",
      converter = TemplateConverter.class,
      description =
          "Classes to begin with: counter, shop (two that call each other, and a module), room "
              + "(subscribers and a reminder), ledger (events), or empty for none (default: "
              + "counter).")
  private Template template;

  @Mixin private OutputOption output;

  private static final class TemplateConverter implements ITypeConverter<Template> {
    @Override
    public Template convert(String name) {
      return Stream.of(Template.values())
          .filter(it -> it.toString().equals(name))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException(unknown(name)));
    }

    private static String unknown(String name) {
      List<String> names = Stream.of(Template.values()).map(Template::toString).toList();
      String meant =
          Nearest.to(name, names.stream())
              .map(it -> "did you mean \"" + it + "\"?")
              .orElse("there are " + String.join(", ", names));
      return "no template \"" + name + "\"; " + meant;
    }
  }

  @Override
  public Integer call() {
    if (Files.exists(dir) && !Files.isDirectory(dir)) {
      throw new Failure(dir + " is not a folder", null);
    }
    NewProject.Outcome outcome = new NewProject(dir, template, BuildVersion.text()).write();
    List<String> next = next();
    ObjectNode document = Json.object().put("dir", dir.toString());
    document.put("template", template.toString());
    outcome.written().stream().map(Path::toString).forEach(document.putArray("written")::add);
    outcome.kept().stream().map(Path::toString).forEach(document.putArray("kept")::add);
    next.forEach(document.putArray("next")::add);
    output.print(document, () -> text(outcome, next));
    return 0;
  }

  private List<String> next() {
    List<String> commands = new ArrayList<>();
    if (template != Template.EMPTY) {
      commands.add("actctl test " + word(dir));
    }
    commands.add("actctl dev " + word(dir));
    template.example().ifPresent(commands::add);
    return commands;
  }

  private String text(NewProject.Outcome outcome, List<String> next) {
    if (outcome.written().isEmpty()) {
      return "everything is in " + dir + " already";
    }
    List<String> lines = new ArrayList<>();
    lines.add(here() ? "wrote:" : "wrote to " + dir + ":");
    outcome.written().forEach(file -> lines.add("  " + dir.relativize(file)));
    if (!outcome.kept().isEmpty()) {
      lines.add("kept as they are:");
      outcome.kept().forEach(file -> lines.add("  " + dir.relativize(file)));
    }
    lines.add("");
    lines.add(template.example().isEmpty() ? "Next:" : "Next, the last in a second terminal:");
    String command = Matcher.quoteReplacement(System.getProperty("actctl.command", "actctl"));
    next.forEach(line -> lines.add("  " + line.replaceFirst("^actctl", command)));
    lines.add("");
    lines.add(
        "VS Code finds actjs as it is. To check types elsewhere, such as in CI (needs Node):");
    lines.add("  " + enter() + "npm install && npx tsc --noEmit");
    return String.join("\n", lines);
  }

  private String enter() {
    return here() ? "" : "cd " + word(dir) + " && ";
  }

  private boolean here() {
    return dir.normalize().toString().isEmpty();
  }

  private static String word(Path path) {
    String text = path.toString();
    return text.matches("[\\w./+:@,-]+") ? text : ShellWords.quote(text);
  }
}
