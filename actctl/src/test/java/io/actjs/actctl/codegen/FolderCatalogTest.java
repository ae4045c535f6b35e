package io.actjs.actctl.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is loaded again: what may have changed is made again, and nothing else is. */
class FolderCatalogTest {
  private static final String CART =
      """
      import { Actor, handler } from 'actjs';
      import { priced, type Line } from './lib/prices';
      export class Cart extends Actor<{ lines: Line[] }> {
        state = { lines: [] as Line[] };
        @handler('add') add(line: Line): number { return priced(line); }
      }
      """;
  private static final String PRICES =
      """
      export interface Line { sku: string; n: number }
      export const priced = (line: Line): number => line.n;
      """;
  private static final String STOCK =
      """
      import { Actor } from 'actjs';
      import type { Cart } from './Cart';
      import { zero } from './zero/number';
      export class Stock extends Actor<{ n: number; of?: Cart['state'] }> { state = { n: zero }; }
      """;

  @TempDir private Path dir;
  private Path classes;
  private FolderCatalog catalog;
  private AskedCompiler compiler;

  @BeforeEach
  void writeClasses() throws IOException {
    classes = dir.resolve("classes");
    write("Cart.ts", CART);
    write("lib/prices.ts", PRICES);
    write("Stock.ts", STOCK);
    write("zero/number.ts", "export const zero: number = 0;\n");
    makeOld(classes);
    compiler = new AskedCompiler();
    catalog = new FolderCatalog(List.of(classes), true, compiler);
    assertEquals(List.of("Cart", "Stock"), loadedAgain());
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void write(String file, String text) throws IOException {
    Path path = classes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** As files are that nobody has written to for a while. */
  private static void makeOld(Path folder) throws IOException {
    List<Path> all;
    try (var files = Files.walk(folder)) {
      all = files.toList();
    }
    for (Path each : all) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minusSeconds(60)));
    }
  }

  /** The classes that were bundled and inspected. */
  private List<String> loadedAgain() {
    compiler.inspected.clear();
    catalog.load();
    return List.copyOf(compiler.inspected);
  }

  private String types() {
    return Target.TYPESCRIPT.files(catalog.load(), Target.Choices.DEFAULT).get("index.d.ts");
  }

  @Test
  void whatIsUnchangedIsNotMadeAgain() {
    assertEquals(List.of(), loadedAgain());
  }

  @Test
  void aSaveMakesAgainWhatItConcerns() throws IOException {
    write("zero/number.ts", "export const zero: number = 0 + 0;\n");
    assertEquals(List.of("Stock"), loadedAgain());
    assertEquals(List.of(), loadedAgain());
    write("lib/prices.ts", PRICES.replace("sku", "name"));
    assertEquals(List.of("Cart", "Stock"), loadedAgain());
    assertEquals(List.of(), loadedAgain());
    assertTrue(types().contains("name: string"), types());
  }

  @Test
  void anEditorMayReplaceTheFile() throws IOException {
    Path part = classes.resolve("Stock.ts.part");
    Files.writeString(part, STOCK.replace("n: number;", "n: number; added?: 1;"));
    Files.move(part, classes.resolve("Stock.ts"), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(List.of("Stock"), loadedAgain());
    assertTrue(types().contains("added?: 1"), types());
  }

  @Test
  void aFileThatTakesThePlaceOfAnotherCounts() throws IOException {
    write("zero.ts", "export {};\n");
    write("lib/prices.d.ts", PRICES);
    assertTrue(loadedAgain().containsAll(List.of("Cart", "Stock")));
    Files.move(classes.resolve("lib/prices.ts"), classes.resolve("lib/moved.ts"));
    assertThrows(Failure.class, () -> catalog.load());
    Files.move(classes.resolve("lib/moved.ts"), classes.resolve("lib/prices.ts"));
    assertTrue(types().contains("sku: string"), types());
  }

  @Test
  void settingsOfTheFolderCount() throws IOException {
    write("Stock.ts", STOCK.replace("./zero/number", "zero"));
    assertThrows(Failure.class, () -> catalog.load());
    write(
        "tsconfig.json",
        "{ \"compilerOptions\": { \"paths\": { \"zero\": [\"./zero/number\"] } } }");
    assertEquals(List.of("Cart", "Stock"), loadedAgain());
    Files.writeString(classes.resolve("tsconfig.json"), "{}");
    assertThrows(Failure.class, () -> catalog.load());
  }
}
