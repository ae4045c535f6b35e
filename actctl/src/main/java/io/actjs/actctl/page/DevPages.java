package io.actjs.actctl.page;

import io.actjs.actctl.bundle.PageScripts;
import io.actjs.actctl.dev.NpmPackages;
import io.actjs.actjsd.http.Pages;
import io.actjs.model.Sha256;
import io.actjs.wire.JsonText;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code public} folders at {@code /}; of several folders the first that has a file. A
 * page comes with a script that reloads it, and TypeScript comes as a module.
 */
public final class DevPages implements Pages, AutoCloseable {
  /** No file of a folder is there, since none begins with a dot. */
  private static final String OWN = "/.actjs/";

  private static final String STREAM = OWN + "changes";
  private static final String LIVE = "live.js";
  private static final Map<String, String> SCRIPTS =
      Map.of(OWN + LIVE, read(LIVE), OWN + "overlay.js", read("overlay.js"));

  /** Larger pages come as they are. */
  private static final int MOST_HTML = 4 << 20;

  private final List<PublicFolder> folders;
  private final PageScripts scripts = new PageScripts();
  private final PageChanges changes;
  private final NpmPackages packages;

  /**
   * @param classes folders of classes
   * @param packages those that they depend on
   */
  public DevPages(List<Path> classes, NpmPackages packages) {
    this.folders = classes.stream().map(PublicFolder::new).toList();
    this.packages = packages;
    try {
      this.changes = new PageChanges(folders, scripts::inputs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether one of these folders of classes has pages. */
  public static boolean areIn(List<Path> classes) {
    return classes.stream().map(PublicFolder::new).anyMatch(PublicFolder::exists);
  }

  private static String read(String name) {
    try (InputStream in = DevPages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean answer(Context ctx) throws IOException, InterruptedException {
    String path = decoded(ctx.req().getRequestURI());
    if (path == null) {
      return false;
    }
    String own = SCRIPTS.get(path);
    if (own != null) {
      text(ctx, MediaTypes.JAVASCRIPT, own);
      return true;
    }
    if (path.equals(STREAM) && ctx.req().getMethod().equals("GET")) {
      changes.stream(ctx.res());
      return true;
    }
    for (PublicFolder folder : folders) {
      PublicFolder.Found found = folder.find(path);
      if (found != null) {
        answer(ctx, folder, found);
        return true;
      }
    }
    return false;
  }

  /** Null when it is malformed. */
  private static @Nullable String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void answer(Context ctx, PublicFolder folder, PublicFolder.Found found)
      throws IOException, InterruptedException {
    switch (found) {
      case PublicFolder.Found.Folder() -> {
        ctx.res().setStatus(302);
        ctx.res().setHeader("Cache-Control", "no-cache");
        // Relative, so that a path such as //host cannot lead elsewhere.
        String uri = ctx.req().getRequestURI();
        ctx.res().setHeader("Location", "./" + uri.substring(uri.lastIndexOf('/') + 1) + "/");
      }
      case PublicFolder.Found.File(Path file) -> file(ctx, folder, file);
    }
  }

  private void file(Context ctx, PublicFolder folder, Path file)
      throws IOException, InterruptedException {
    String name = file.getFileName().toString();
    if (PageScripts.isScript(name)) {
      script(ctx, folder.classes(), file);
    } else if (MediaTypes.of(name).equals(MediaTypes.HTML) && Files.size(file) <= MOST_HTML) {
      text(ctx, MediaTypes.HTML, live(Files.readString(file)));
    } else {
      FileAnswer.file(ctx, file);
    }
  }

  private void script(Context ctx, Path root, Path file) throws IOException, InterruptedException {
    String code =
        switch (scripts.of(root, file)) {
          case PageScripts.Script.Module(String module) -> module;
          case PageScripts.Script.Broken(List<String> reasons, boolean lacksPackages) ->
              failing(lacksPackages ? lacking(root, reasons) : reasons);
        };
    text(ctx, MediaTypes.JAVASCRIPT, code);
  }

  /** With what is to be done about the packages, or is under way. */
  private List<String> lacking(Path root, List<String> reasons) {
    String state = packages.state(root);
    List<String> all = new ArrayList<>(reasons);
    all.add(state == null ? "install the packages with npm in " + root : state);
    return all;
  }

  /** A module that says what is wrong, on the page and in its console. */
  private static String failing(List<String> reasons) {
    return reasons.stream()
        .map(JsonText::quote)
        .collect(
            Collectors.joining(
                ", ",
                "import { show } from '" + OWN + "overlay.js';\nconst reasons = [",
                "];\nshow(reasons);\nthrow new SyntaxError(reasons.join('\\n'));\n"));
  }

  private String live(String html) {
    String script =
        "<script type=\"module\" src=\"%s?generation=%d\"></script>"
            .formatted(OWN + LIVE, changes.generation());
    int end = html.indexOf("</head>");
    int at = end < 0 ? html.length() : end;
    return html.substring(0, at) + script + html.substring(at);
  }

  private static void text(Context ctx, String mediaType, String text) throws IOException {
    FileAnswer.text(ctx, mediaType, '"' + Sha256.of(text) + '"', text);
  }

  /** Lets pages load themselves again: something that they are made of may be there now. */
  public void reload() {
    changes.reload();
  }

  /** Lets the streams of pages end, for a server that is about to; others go on. */
  public void pause() {
    changes.pause();
  }

  /** The next server is there. */
  public void resume() {
    changes.resume();
  }

  @Override
  public void close() {
    changes.close();
    scripts.close();
  }
}
