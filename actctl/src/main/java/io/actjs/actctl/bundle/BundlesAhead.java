package io.actjs.actctl.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bundles of class files that are about to be asked for, made together: of the time that one takes,
 * most is the start of esbuild. Each is given once, and only while its files are what they were.
 * Whatever cannot be made here is left to be made alone.
 */
final class BundlesAhead {
  /** What one run of esbuild bundles; its deadline is that of one file. */
  private static final int MOST_AT_ONCE = 100;

  private final Map<Path, Kept> kept = new HashMap<>();

  private record Kept(Bundle bundle, Map<Path, @Nullable FileStamp> stamps) {
    boolean isCurrent() {
      return stampsOf(bundle).equals(stamps);
    }
  }

  private static Map<Path, @Nullable FileStamp> stampsOf(Bundle bundle) {
    Map<Path, @Nullable FileStamp> stamps = new HashMap<>();
    bundle.watched().forEach(file -> stamps.put(file, FileStamp.of(file)));
    return stamps;
  }

  /**
   * Makes the bundles of class files, in place of those of before.
   *
   * @param files absolute
   */
  void make(Collection<Path> files) throws InterruptedException {
    kept.clear();
    Map<Path, List<Path>> byFolder = new TreeMap<>();
    for (Path file : files) {
      byFolder.computeIfAbsent(file.getParent(), folder -> new ArrayList<>()).add(file);
    }
    for (Map.Entry<Path, List<Path>> each : byFolder.entrySet()) {
      List<Path> together = each.getValue();
      for (int from = 0; from < together.size(); from += MOST_AT_ONCE) {
        int to = Math.min(from + MOST_AT_ONCE, together.size());
        make(each.getKey(), together.subList(from, to));
      }
    }
  }

  private void make(Path folder, List<Path> files) throws InterruptedException {
    Instant begun = Instant.now();
    List<Bundle> bundles;
    try {
      bundles = Bundler.ofAll(folder, files);
    } catch (IOException e) {
      return;
    }
    for (Bundle bundle : bundles) {
      Map<Path, @Nullable FileStamp> stamps = new HashMap<>();
      FileStamp.addFound(stamps, stampsOf(bundle), begun);
      kept.put(bundle.file(), new Kept(bundle, stamps));
    }
  }

  /** Null when there is none that may be used. */
  @Nullable Bundle take(Path file) {
    Kept found = kept.remove(file);
    return found != null && found.isCurrent() ? found.bundle() : null;
  }
}
