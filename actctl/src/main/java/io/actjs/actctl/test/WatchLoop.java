package io.actjs.actctl.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs tests again whenever one of the files that they were made of changes: those that were made
 * of it, and test files that are new. It looks a few times a second.
 */
public final class WatchLoop {
  private static final long LOOK_MS = 250;

  private final TestRun run;
  private final Found files;
  private Map<Path, String> stamps = new HashMap<>();

  /** Finds the test files. */
  public interface Found {
    /** Those that there are now. */
    List<Path> find() throws IOException;
  }

  /**
   * @param files finds the test files, which may come and go
   */
  public WatchLoop(TestRun run, Found files) {
    this.run = run;
    this.files = files;
  }

  /** Runs all, and then what changes, until the thread is interrupted. */
  public void run() throws IOException, InterruptedException {
    List<Path> next = files.find();
    while (true) {
      stamps = stampsOf(files.find());
      if (!next.isEmpty()) {
        run.run(next);
        // What a run has found out that it was made of is watched from now on.
        Map<Path, String> seen = stampsOf(files.find());
        seen.putAll(stamps);
        stamps = seen;
      }
      next = changed();
    }
  }

  private List<Path> changed() throws IOException, InterruptedException {
    while (true) {
      Thread.sleep(LOOK_MS);
      List<Path> all = files.find();
      Map<Path, String> now = stampsOf(all);
      if (now.equals(stamps)) {
        continue;
      }
      List<Path> affected = new ArrayList<>();
      for (Path file : all) {
        boolean isNew = !stamps.containsKey(file);
        if (isNew || run.inputs(file).stream().anyMatch(it -> differs(it, now))) {
          affected.add(file);
        }
      }
      stamps = now;
      if (!affected.isEmpty()) {
        return affected;
      }
    }
  }

  private boolean differs(Path input, Map<Path, String> now) {
    return !now.getOrDefault(input, "").equals(stamps.getOrDefault(input, ""));
  }

  private Map<Path, String> stampsOf(List<Path> tests) {
    Set<Path> watched = new TreeSet<>(tests);
    tests.forEach(test -> watched.addAll(run.inputs(test)));
    Map<Path, String> found = new HashMap<>();
    watched.forEach(file -> found.put(file, stamp(file)));
    return found;
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return seen.fileKey() + "/" + seen.lastModifiedTime() + "/" + seen.size();
    } catch (IOException gone) {
      return "";
    }
  }
}
