package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final String ID = "01999f0c-7a2e-7b11-8f55-2d6f2f0f9a10";

  private static Table table() {
    Table table = new Table("ID", "REASON", "NOTE").cutting("REASON", "NOTE");
    table.row(ID, "the handler threw " + "again ".repeat(10), "漢字 ".repeat(20));
    table.row("b", "short", "");
    return table;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120, 160})
  void itFitsTheTerminalAndItsIdsStayWhole(int width) {
    List<String> lines = table().within(width).lines().toList();

    for (String line : lines) {
      assertTrue(CellText.width(line) <= width, () -> CellText.width(line) + ": " + line);
    }
    assertTrue(lines.get(1).startsWith(ID + "  the h"), lines.get(1));
    assertTrue(lines.get(1).contains("…"), lines.get(1));
    assertEquals(lines.get(0).indexOf("REASON"), lines.get(2).indexOf("short"));
  }

  @Test
  void whatIsNoTerminalGetsAllOfIt() {
    String text = table().toString();

    assertTrue(text.contains("again again again") && !text.contains("…"), text);
  }

  @Test
  void columnsThatAreNotCutOverflow() {
    Table table = new Table("ID", "TYPE");
    table.row(ID, "x".repeat(100));

    assertTrue(table.within(80).contains("x".repeat(100)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, none, none, true,  true",
        "none, none, none, false, false",
        "1,    none, none, true,  false",
        "1,    1,    none, true,  false",
        "none, 1,    none, false, true",
        "none, 0,    none, false, false",
        "none, none, 0,    true,  false",
        "'',   none, none, true,  true"
      })
  void colourIsForTerminalsUnlessTheEnvironmentSaysOtherwise(
      String no, String force, String colour, boolean terminal, boolean wanted) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NO_COLOR", no);
    environment.put("CLICOLOR_FORCE", force);
    environment.put("CLICOLOR", colour);

    assertEquals(wanted, Colours.wanted(environment, terminal));
  }
}
