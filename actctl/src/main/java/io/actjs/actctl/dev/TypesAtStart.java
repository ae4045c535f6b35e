package io.actjs.actctl.dev;

import io.actjs.actctl.project.EditorTypes;
import io.actjs.actctl.screen.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The editor's types of a folder that is served, brought up to date when serving begins. */
public final class TypesAtStart {
  private TypesAtStart() {}

  /**
   * Returns what there is to report; null when they were current.
   *
   * @param version of {@code actctl}
   */
  public static @Nullable DevEvent update(Path dir, String version) {
    EditorTypes types = new EditorTypes(dir, version);
    boolean present = types.present();
    try {
      return types.update().isEmpty()
          ? null
          : new DevEvent.TypesWritten(types.folder(), !present, isProject(dir));
    } catch (Failure e) {
      return new DevEvent.TypesUnwritten(e.detail());
    }
  }

  /** Whether a compiler finds out how to read the folder. */
  private static boolean isProject(Path dir) {
    for (Path at = dir.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("tsconfig.json"))) {
        return true;
      }
    }
    return false;
  }
}
