package io.actjs.actctl.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassFilesTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "import { Actor } from 'actjs'; export class A extends Actor {} | OneClass",
        "import { Actor } from '@jplevyak/actjs'; export default class extends Actor {} | OneClass",
        "import { Actor as Base } from 'actjs'; export class A extends Base<{ n: number }> {} | OneClass",
        "import * as kit from 'actjs'; export class A extends kit.EventSourced<S, E> {} | OneClass",
        "import kit, { Replica } from 'actjs'; class A extends Replica {} export { A as B }; | OneClass",
        "import { Actor } from 'actjs'; class A extends Actor {} export default A; | OneClass",
        "import { Actor } from 'actjs'; export const A = class extends Actor<S> {}; | OneClass",
        "import { Actor } from 'actjs'; class Base<T extends { n: Map<string, T> }> extends Actor<T> {} export class A extends Base<S> {} | OneClass",
        "import { Base } from './base'; export class A extends Base {} | OneClass",
        "import { Base } from './base.js'; export class A extends Base {} | OneClass",
        "import { Actor } from 'actjs'; export class A extends Actor {} export class B extends Actor {} | Several",
        "import { Actor } from 'actjs'; export abstract class A extends Actor {} | Module",
        "import { Actor } from 'actjs'; class A extends Actor {} | Module",
        "import { Actor } from 'actjs'; export class A extends Error {} | Module",
        "import { Actor } from 'somewhere'; export class A extends Actor {} | Module",
        "import { Actor } from 'actjs'; // export class A extends Actor {} | Module",
        "import { Actor } from 'actjs'; export const text = 'export class A extends Actor {}'; | Module",
        "import { Actor } from 'actjs'; export const text = `export class A extends Actor {}`; | Module",
        "export { A } from './other'; | Module",
        "export const n = 1; | Module",
        "// nothing yet | Module",
        "return class extends actjs.Actor {} | OneClass",
        "class A extends actjs.Actor {} | OneClass",
        "class {{{ | OneClass",
        "this is no TypeScript { | OneClass",
        "import { Actor } from 'actjs'; export class A extends Actor { broken( | OneClass"
      })
  void aFileThatExportsOneActorClassIsAClass(String text, String kind) throws IOException {
    Files.writeString(
        dir.resolve("base.ts"),
        "import { Actor } from 'actjs'; export abstract class Base extends Actor { base() {} }");
    Files.writeString(
        dir.resolve("other.ts"), "import { Actor } from 'actjs'; export class A extends Actor {}");
    Path file = Files.writeString(dir.resolve("A.ts"), text);

    assertEquals(kind, ClassFiles.kindOf(file).getClass().getSimpleName());
  }

  @Test
  void filesThatExtendEachOtherInACircleAreNoClasses() throws IOException {
    Path a =
        Files.writeString(
            dir.resolve("A.ts"), "import { B } from './B'; export class A extends B {}");
    Files.writeString(dir.resolve("B.ts"), "import { A } from './A'; export class B extends A {}");

    assertEquals(new ClassFiles.Kind.Module(), ClassFiles.kindOf(a));
  }

  @Test
  void testsDeclarationsAndHiddenFilesAreNoCandidates() throws IOException {
    for (String name : List.of("A.ts", "A.test.ts", "A.d.ts", "_b.ts", ".c.ts", "d.js", "E.ts")) {
      Files.writeString(dir.resolve(name), "");
    }
    Files.createDirectory(dir.resolve("F.ts"));

    assertEquals(
        List.of("A.ts", "E.ts"),
        ClassFiles.candidates(dir).stream().map(it -> it.getFileName().toString()).toList());
  }
}
