package io.actjs.actctl.dev;

import io.actjs.actctl.bundle.ClassFiles;
import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.actctl.bundle.FileStamp;
import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of a folder as they were when one looked last. Belongs to one thread. */
final class DevFolder {

  /**
   * A file as it was last processed.
   *
   * @param stamp of all that it depends on
   * @param source what the class comes to; null when there is none
   * @param problem why; null for another reason
   */
  record Seen(
      DevFile shown,
      Path file,
      String stamp,
      Set<Path> watched,
      Content content,
      @Nullable ClassSource source,
      @Nullable ActjsException problem) {

    String name() {
      return shown.name();
    }

    String className() {
      return ClassFiles.className(file);
    }
  }

  /**
   * What one look found.
   *
   * @param changed files that are something else than before, in order
   * @param retyped bundles that are the same, while what their types are made of is not
   * @param removed as they were
   */
  record Look(List<Seen> changed, List<Seen> retyped, List<Seen> removed) {}

  private final Path typed;
  private final Path dir;
  private final ClassSources sources;
  private final Function<String, @Nullable DevFile> elsewhere;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Set<String> toldUnused = new HashSet<>();

  /**
   * @param typed the folder, as it was typed
   * @param elsewhere the file of a class in another served folder, or null
   */
  DevFolder(Path typed, ClassSources sources, Function<String, @Nullable DevFile> elsewhere) {
    this.typed = typed;
    this.dir = typed.toAbsolutePath().normalize();
    this.sources = sources;
    this.elsewhere = elsewhere;
  }

  private static String stampOf(Collection<Path> files) {
    return files.stream().map(FileStamp::of).map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** The file of a class that is here, and in no other folder before; null when there is none. */
  @Nullable DevFile fileOf(String className) {
    Seen known = seen.get(className + ".ts");
    boolean isClass =
        known != null
            && (known.content() instanceof Content.Source
                || known.content() instanceof Content.Broken);
    return isClass && Files.isRegularFile(known.file()) ? known.shown() : null;
  }

  /** Ordered by name. */
  List<Seen> all() {
    return seen.keySet().stream().sorted().map(seen::get).toList();
  }

  /**
   * @param thoroughly reads every file, even if its attributes are unchanged
   */
  Look look(boolean thoroughly) throws IOException, InterruptedException {
    if (seen.isEmpty()) {
      sources.expect(classes());
    }
    Set<String> gone = new TreeSet<>(seen.keySet());
    List<Seen> changed = new ArrayList<>();
    List<Seen> retyped = new ArrayList<>();
    for (Path file : ClassFiles.candidates(dir)) {
      String name = file.getFileName().toString();
      gone.remove(name);
      Seen before = seen.get(name);
      Seen now = lookAt(file, before, thoroughly);
      if (now == null) {
        continue;
      }
      seen.put(name, now);
      if (before == null || !before.content().equals(now.content())) {
        changed.add(now);
        toldUnused.remove(name);
      } else if (now.source() != null && now.source().bundled()) {
        retyped.add(now);
      }
    }
    List<Seen> removed = gone.stream().map(seen::remove).toList();
    return new Look(changed, retyped, removed);
  }

  private List<Path> classes() throws IOException {
    List<Path> classes = new ArrayList<>();
    for (Path file : ClassFiles.candidates(dir)) {
      try {
        if (ClassFiles.isClass(file)) {
          classes.add(file);
        }
      } catch (NoSuchFileException e) {
        // It was removed meanwhile.
      }
    }
    return classes;
  }

  /** What a file is now; null when it is as before, or was removed meanwhile. */
  private @Nullable Seen lookAt(Path file, @Nullable Seen before, boolean thoroughly)
      throws IOException, InterruptedException {
    Set<Path> watched = before == null ? Set.of(file) : before.watched();
    String stamp = stampOf(watched);
    // Whether another folder has the class is not a matter of its own files.
    boolean twice = before != null && before.content() instanceof Content.Twice;
    if (!thoroughly && !twice && before != null && before.stamp().equals(stamp)) {
      return null;
    }
    try {
      Seen now = read(file, watched);
      // One that was removed while it was read looks like a file without a class.
      return Files.exists(file) ? now : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Seen read(Path file, Set<Path> before) throws IOException, InterruptedException {
    return switch (ClassFiles.kindOf(file)) {
      case ClassFiles.Kind.Module() -> seen(file, Set.of(file), new Content.Module());
      case ClassFiles.Kind.Several(Set<String> names) ->
          seen(
              file,
              Set.of(file),
              new Content.Unusable(
                  "it exports "
                      + String.join(" and ", names)
                      + ": put each class into a file of its own"));
      case ClassFiles.Kind.OneClass() -> readClass(file, before);
    };
  }

  private Seen seen(Path file, Set<Path> watched, Content content) {
    return new Seen(shown(file), file, stampOf(watched), watched, content, null, null);
  }

  private DevFile shown(Path file) {
    return new DevFile(typed, file.getFileName().toString());
  }

  private Seen readClass(Path file, Set<Path> before) throws IOException, InterruptedException {
    String className = ClassFiles.className(file);
    if (!ActorRef.isName(className)) {
      return seen(
          file,
          Set.of(file),
          new Content.Unusable(
              "its name is not a class name; rename it, or prefix it with _ to exclude it"));
    }
    DevFile other = elsewhere.apply(className);
    if (other != null) {
      return seen(file, Set.of(file), new Content.Twice(other));
    }
    // Of before the files are read: a change meanwhile is seen by the next look.
    String stampBefore = stampOf(before);
    try {
      ClassSource source = sources.of(file, className, Types.DERIVED);
      Set<Path> watched = source.watched();
      String stamp = watched.equals(before) ? stampBefore : stampOf(watched);
      Content content = new Content.Source(source.text());
      return new Seen(shown(file), file, stamp, watched, content, source, null);
    } catch (ActjsException e) {
      // It may be any of them that is to be corrected.
      Set<Path> watched = new TreeSet<>(before);
      watched.addAll(modules());
      watched.add(file);
      Content content = new Content.Broken(e.code(), e.detail());
      return new Seen(shown(file), file, stampOf(watched), watched, content, null, e);
    }
  }

  /** Files that no class is made of, and that are therefore made for classes. */
  private List<Path> modules() throws IOException {
    List<Path> modules = new ArrayList<>();
    for (Path file : ClassFiles.candidates(dir)) {
      Seen known = seen.get(file.getFileName().toString());
      if (known == null || known.content() instanceof Content.Module) {
        modules.add(file);
      }
    }
    return modules;
  }

  /** The files that its classes are made of. */
  Set<Path> used() {
    Set<Path> used = new HashSet<>();
    seen.values().stream()
        .filter(it -> it.source() != null)
        .forEach(it -> used.addAll(it.watched()));
    return used;
  }

  /** Whether a class cannot be read, so that it is not known what it is made of. */
  boolean hasBroken() {
    return seen.values().stream().anyMatch(it -> it.problem() != null);
  }

  /**
   * Modules that nothing imports, each said once.
   *
   * @param used by the classes of all folders
   */
  List<DevFile> unused(Set<Path> used) {
    List<DevFile> files = new ArrayList<>();
    for (Seen each : all()) {
      boolean module = each.content() instanceof Content.Module;
      if (module && !used.contains(each.file()) && toldUnused.add(each.name())) {
        files.add(each.shown());
      }
    }
    return files;
  }

  /** Whether nothing that a class depends on has changed since it was looked at. */
  boolean isCurrent(String fileName) {
    Seen known = seen.get(fileName);
    return known != null && known.stamp().equals(stampOf(known.watched()));
  }

  /** The folders in which something matters, apart from packages. */
  Set<Path> folders() {
    Set<Path> folders = new TreeSet<>(Set.of(dir));
    for (Seen each : seen.values()) {
      for (Path file : each.watched()) {
        Path folder = file.getParent();
        if (folder != null && !file.endsWith("package.json") && Files.isDirectory(folder)) {
          folders.add(folder);
        }
      }
    }
    return folders;
  }
}
