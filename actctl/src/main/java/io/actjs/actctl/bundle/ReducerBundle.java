package io.actjs.actctl.bundle;

import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What makes the state of an event-sourced class of its events, with all that it uses and without
 * what only the server runs: CommonJS, which requires nothing but the kit.
 */
public final class ReducerBundle {
  private static final List<String> OPTIONS =
      Esbuild.FOR_V8.stream().filter(it -> !it.startsWith("--source")).toList();

  private ReducerBundle() {}

  /**
   * The code of a class file.
   *
   * @throws ActjsException {@code ForbiddenImport} for what is not there, or needs Node; {@code
   *     SyntaxInvalid}; {@code ClassInvalid}; {@code LimitExceeded}
   */
  public static String of(TypeScriptCompiler compiler, ClassRef ref, Path classFile)
      throws IOException, InterruptedException {
    Path file = classFile.toAbsolutePath().normalize();
    String source = compiler.reducerOf(ref, Files.readString(file));
    Path folder = file.getParent();
    try {
      String name = file.getFileName().toString();
      return Esbuild.buildText(folder, name, source, OPTIONS).code().stripTrailing();
    } catch (EsbuildRefusal refusal) {
      throw Refusals.of(file, refusal, OPTIONS);
    }
  }
}
