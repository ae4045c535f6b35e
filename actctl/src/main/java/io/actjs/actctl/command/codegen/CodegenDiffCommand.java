package io.actjs.actctl.command.codegen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.codegen.CatalogDiff;
import io.actjs.actctl.codegen.CatalogDiff.OfClass;
import io.actjs.actctl.codegen.ClassCatalog;
import io.actjs.actctl.codegen.ClassModel;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.compat.SchemaChange;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.model.Version;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl codegen diff}. */
@Command(
    name = "diff",
    description = {
      "Show how classes differ for the clients that use them.",
      "",
      "OLD and NEW are each a folder of class files, a folder that \"actctl codegen\" wrote (or its "
          + "manifest.json), or a server. A class that is gone, and a change that breaks clients "
          + "without a major version, are failures.",
      ""
    },
    exitCodeList = {
      "0:Nothing breaks clients, or a major version says so.",
      "1:Failure, or a change that breaks clients without a major version.",
      "2:Wrong usage."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl codegen diff web/src/actors classes",
      "  actctl codegen diff https://actors.example.com classes"
    })
final class CodegenDiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD", description = "What clients were built with.")
  private String old;

  @Parameters(index = "1", paramLabel = "NEW", description = "What they are to meet.")
  private String now;

  @Mixin private ServerOption server;

  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    Catalogs catalogs = new Catalogs(server, output);
    List<OfClass> different =
        CatalogDiff.between(load(catalogs, old), load(catalogs, now), output::warn);
    ObjectNode document = Json.object();
    ArrayNode list = document.putArray("classes");
    different.forEach(it -> describe(it, list.addObject()));
    output.print(document, () -> text(different));
    List<OfClass> unsaid = different.stream().filter(OfClass::isUnsaid).toList();
    if (!unsaid.isEmpty()) {
      String more = unsaid.size() == 1 ? "" : "; and " + (unsaid.size() - 1) + " more";
      throw new Failure("BreakingChange", unsaid.getFirst().reason() + more, List.of(), null);
    }
    return 0;
  }

  private static List<ClassModel> load(Catalogs catalogs, String source) {
    try (ClassCatalog catalog = catalogs.compared(source)) {
      return catalog.load();
    }
  }

  private static void describe(OfClass each, ObjectNode document) {
    document.put("name", each.name());
    document.put("before", text(each.before())).put("after", text(each.after()));
    document.put("asks", each.asks().word()).put("unsaid", each.isUnsaid());
    ArrayNode changes = document.putArray("changes");
    each.changes()
        .forEach(it -> changes.addObject().put("asks", it.asks().word()).put("change", it.text()));
  }

  private static @Nullable String text(@Nullable Version version) {
    return version == null ? null : version.toString();
  }

  private static String text(List<OfClass> different) {
    return different.isEmpty()
        ? "no differences"
        : different.stream().map(CodegenDiffCommand::lines).collect(Collectors.joining("\n"));
  }

  private static String lines(OfClass each) {
    StringBuilder lines = new StringBuilder(each.name()).append(' ');
    lines.append(each.before() == null ? "new" : each.before());
    lines.append(" -> ").append(each.after() == null ? "gone" : each.after());
    for (SchemaChange change : each.changes()) {
      lines.append("\n  ").append(ErrorLines.oneLine(change.toString()));
    }
    return lines.toString();
  }
}
