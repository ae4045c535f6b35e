package io.actjs.actctl.coverage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.coverage.SourceCoverage.FunctionCoverage;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The coverage of a run, for people and programs.
 *
 * @param here the folder that paths are told from
 */
public record CoverageReport(List<SourceCoverage> sources, Path here) {
  private static final String ALL = "all files";
  private static final int GAP = 2;
  private static final int LEAST = 12;

  /** Of all lines with code; 100 when there are none. */
  public double linesPercent() {
    return percent(
        sources.stream().mapToLong(SourceCoverage::linesRun).sum(),
        sources.stream().mapToLong(source -> source.lines().size()).sum());
  }

  private double functionsPercent() {
    return percent(
        sources.stream().mapToLong(SourceCoverage::functionsRun).sum(),
        sources.stream().mapToLong(source -> source.functions().size()).sum());
  }

  private static double percent(long run, long all) {
    return all == 0 ? 100 : 100.0 * run / all;
  }

  /** Rounded down, so that only what is whole is told to be. */
  private static String text(double percent) {
    return String.format(Locale.ROOT, "%.1f", Math.floor(percent * 10) / 10);
  }

  /**
   * The table, no wider than that: long paths lose their beginning, long lists of lines their end.
   */
  public String table(int width) {
    int longest = sources.stream().mapToInt(source -> told(source.file()).length()).max().orElse(0);
    int fixed = "Lines %".length() + "Functions %".length() + 3 * GAP;
    int room = Math.max(2 * LEAST, width - fixed);
    int paths = Math.max(ALL.length(), Math.min(longest, Math.max(LEAST, room * 3 / 5)));
    int lists = Math.max(LEAST, room - paths);
    Table table = new Table("File", "Lines %", "Functions %", "Uncovered lines");
    for (SourceCoverage source : sources) {
      table.row(
          ending(told(source.file()), paths),
          text(percent(source.linesRun(), source.lines().size())),
          text(percent(source.functionsRun(), source.functions().size())),
          beginning(source.uncovered(), lists));
    }
    table.row(ALL, text(linesPercent()), text(functionsPercent()), "");
    return table.toString();
  }

  private static String ending(String text, int most) {
    return text.length() <= most ? text : "…" + text.substring(text.length() - most + 1);
  }

  private static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = text.lastIndexOf(',', most - 2);
    return (end < 0 ? text.substring(0, most - 1) : text.substring(0, end + 1) + " ") + "…";
  }

  private String told(Path file) {
    return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
  }

  /** One document, as the events of a run are. */
  public ObjectNode json() {
    ObjectNode document = Json.object().put("event", "coverage");
    ArrayNode files = document.putArray("files");
    for (SourceCoverage source : sources) {
      ObjectNode file = files.addObject().put("file", source.file().toString());
      file.putObject("lines").put("total", source.lines().size()).put("covered", source.linesRun());
      file.putObject("functions")
          .put("total", source.functions().size())
          .put("covered", source.functionsRun());
      ArrayNode uncovered = file.putArray("uncoveredLines");
      source.lines().forEach((line, count) -> addIf(count == 0, uncovered, line));
    }
    return document.put("linesPercent", linesPercent()).put("functionsPercent", functionsPercent());
  }

  private static void addIf(boolean condition, ArrayNode array, int line) {
    if (condition) {
      array.add(line);
    }
  }

  /**
   * Writes {@code lcov.info}, the format of lcov's tracefiles, with paths from the folder that
   * paths are told from.
   *
   * @return the file
   */
  public Path writeLcov(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    sources.forEach(source -> append(text, source));
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("lcov.info"), text);
  }

  private void append(StringBuilder text, SourceCoverage source) {
    text.append("TN:\nSF:").append(told(source.file())).append('\n');
    int number = 0;
    StringBuilder counts = new StringBuilder();
    for (FunctionCoverage function : source.functions()) {
      // Names are keys in this format.
      String name = function.name().isEmpty() ? "anonymous" : function.name();
      String key = name + "_" + number++;
      text.append("FN:").append(function.line()).append(',').append(key).append('\n');
      counts.append("FNDA:").append(function.count()).append(',').append(key).append('\n');
    }
    text.append(counts);
    text.append("FNF:").append(source.functions().size()).append('\n');
    text.append("FNH:").append(source.functionsRun()).append('\n');
    source.lines().forEach((line, count) -> text.append("DA:" + line + "," + count + "\n"));
    text.append("LF:").append(source.lines().size()).append('\n');
    text.append("LH:").append(source.linesRun()).append("\nend_of_record\n");
  }
}
