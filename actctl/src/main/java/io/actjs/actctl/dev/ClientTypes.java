package io.actjs.actctl.dev;

import io.actjs.actctl.codegen.FolderCatalog;
import io.actjs.actctl.codegen.OutputFolder;
import io.actjs.actctl.codegen.Target;
import io.actjs.actctl.screen.Failure;
import io.actjs.engine.TypeScriptCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes the types for clients of the classes that are served, as {@code actctl codegen} does. What
 * keeps it from doing so is told once, and leaves the types as they were.
 */
final class ClientTypes {
  /** What is wrong with a class is told of the class. */
  private static final Set<String> TOLD =
      Set.of("TypeInvalid", "SyntaxInvalid", "ClassInvalid", "ForbiddenImport");

  private final Path out;
  private final OutputFolder folder;
  private final FolderCatalog catalog;
  private final Consumer<DevEvent> listener;
  private String told = "";

  /**
   * @param out folder to write to
   * @param compiler stays open
   */
  ClientTypes(List<Path> dirs, Path out, TypeScriptCompiler compiler, Consumer<DevEvent> listener) {
    this.out = out;
    this.folder = new OutputFolder(out);
    this.catalog = new FolderCatalog(dirs, true, compiler);
    this.listener = listener;
  }

  /** Brings them up to date. */
  void update() {
    try {
      List<Path> written =
          folder.write(Target.TYPESCRIPT.files(catalog.load(), Target.Choices.DEFAULT), false);
      told = "";
      if (!written.isEmpty()) {
        listener.accept(new DevEvent.Generated(out, written));
      }
    } catch (Failure e) {
      String code = String.valueOf(e.code());
      String reason = TOLD.contains(code) ? "a class has errors" : e.detail();
      boolean ends = code.equals("ShuttingDown") || Thread.currentThread().isInterrupted();
      if (!reason.equals(told) && !ends) {
        told = reason;
        listener.accept(new DevEvent.Ungenerated(out, reason));
      }
    }
  }
}
