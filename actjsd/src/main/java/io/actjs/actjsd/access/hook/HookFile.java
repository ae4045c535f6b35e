package io.actjs.actjsd.access.hook;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.wire.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file with the function. The kernel runs classes, so the module is made one: its default
 * export becomes a constant, and a class that calls it stands behind its last line; line numbers
 * stay.
 */
record HookFile(Path path) {
  private static final int LARGEST = 1 << 20;
  private static final ClassRef REF = new ClassRef("auth", Version.parse("1.0.0"));
  private static final Pattern DEFAULT = Pattern.compile("(?m)^export\\s+default\\s+");

  private static final String CONSTANT =
      "const $authenticate: (req: AuthRequest) => AuthPrincipal | null | undefined"
          + " | Promise<AuthPrincipal | null | undefined> = ";

  private static final String CLASS =
      """

      ;import { Actor as $Actor, handler as $handler } from 'actjs';
      interface AuthRequest {
        readonly method: string;
        readonly path: string;
        readonly query: Readonly<Record<string, string>>;
        readonly headers: Readonly<Record<string, string>>;
        readonly address: string;
        readonly token?: string;
      }
      interface AuthPrincipal {
        readonly sub: string;
        readonly roles?: readonly string[];
        readonly tenant?: string;
        readonly claims?: object;
      }
      export default class $Auth extends $Actor<{}> {
        state = {};
        @$handler('%s') async answer(req: AuthRequest) {
          return (await $authenticate(req)) ?? null;
        }
      }
      """
          .formatted(HookFunction.HANDLER);

  /** What the file is known by: when it is another, it is read again. */
  record Stamp(long modifiedMs, long bytes) {
    static final Stamp NONE = new Stamp(0, -1);
  }

  /** {@link Stamp#NONE} while there is no file. */
  Stamp stamp() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(file.lastModifiedTime().toMillis(), file.size());
    } catch (IOException e) {
      return Stamp.NONE;
    }
  }

  /**
   * Reads, checks and compiles it.
   *
   * @throws ActjsException {@code SchemaInvalid} when it cannot be read or has no default export;
   *     as {@link TypeScriptCompiler#compile} does
   */
  HookFunction read() {
    Stamp stamp = stamp();
    String source = text();
    Matcher export = DEFAULT.matcher(source);
    if (!export.find()) {
      throw invalid(
          "it needs a line that begins with: export default async (req) => …, the function that"
              + " says who sends a request");
    }
    String module =
        source.substring(0, export.start()) + CONSTANT + source.substring(export.end()) + CLASS;
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      CompiledClass compiled =
          compiler.compile(REF, module, TypeScriptCompiler.Types.CHECKED, Siblings.NONE);
      return new HookFunction(
          new CompiledClass(REF, compiled.javaScript(), compiled.sourceMap(), ""), stamp);
    } catch (ActjsException e) {
      throw new ActjsException(e.code(), "--auth " + path + ": " + e.detail(), e);
    }
  }

  private String text() {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw invalid("it is larger than " + (LARGEST >> 20) + " MiB");
      }
      return RawJson.decode(bytes);
    } catch (IOException e) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "cannot read --auth " + path, e);
    }
  }

  private ActjsException invalid(String why) {
    return new ActjsException(ProblemCode.SchemaInvalid, "--auth " + path + ": " + why);
  }
}
