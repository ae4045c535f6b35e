package io.actjs.actctl.bundle;

import io.actjs.actjsd.browser.BindingModules;
import io.actjs.actjsd.browser.ClientRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a page imports as {@code actjs/client} and {@code actjs/bindings/…}: the client of the
 * server itself, and bindings to it that are written into the folder of classes, so that they find
 * the frameworks that are installed there.
 */
final class PageModules {
  private static final String HOME = ".actjs/client";
  private static final String INDEX = "/index.js";
  private static final String ENDING = ".js";

  private PageModules() {}

  /**
   * Options for esbuild.
   *
   * @param root a folder of classes
   */
  static List<String> options(Path root) throws IOException {
    List<String> options = new ArrayList<>();
    for (String kit : LocalModules.KIT) {
      options.add("--alias:" + kit + "/client=" + ClientRoutes.CURRENT);
    }
    Path home = root.resolve(HOME);
    for (String name : BindingModules.NAMES) {
      Path module = home.resolve(name);
      write(module, BindingModules.text(name).getBytes(StandardCharsets.UTF_8));
      String ending = name.endsWith(INDEX) ? INDEX : ENDING;
      String subpath = name.substring(0, name.length() - ending.length());
      for (String kit : LocalModules.KIT) {
        options.add("--alias:" + kit + "/" + subpath + "=" + module);
      }
    }
    return options;
  }

  /** Readers see a file as it was or as it is. */
  private static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path folder = Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(folder, "module", ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
