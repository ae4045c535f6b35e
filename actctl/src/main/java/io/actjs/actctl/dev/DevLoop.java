package io.actjs.actctl.dev;

import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.BundledSource;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.runtime.ActorRuntime;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the published classes equal to the files of folders. A file whose text differs from the
 * latest version becomes the next patch version, which all actors of the class adopt; a file that
 * cannot be published changes nothing.
 *
 * <p>A new or changed {@code migrate} is run at once: see {@link Reshaping}. When the state begins
 * with other members than before and nothing makes them of the older ones, that is said.
 *
 * <p>Types are checked once the new version is running: a check takes longer than everything else,
 * and an author who saves wants to see the code run. Belongs to one thread.
 */
public final class DevLoop {
  private static final Version FIRST = new Version(1, 0, 0, "");
  private static final String UNUSED =
      "it exports no class that extends Actor, EventSourced or Replica, and no class imports it";

  private final ActorRuntime runtime;
  private final Consumer<DevEvent> listener;
  private final List<Path> dirs;
  private final ClassSources sources;
  private final List<DevFolder> folders;
  private final TypeChecks types;
  private final Adoptions adoptions;
  private final @Nullable ClientTypes clientTypes;

  /** Guarded by this; null while it is not running. */
  private @Nullable FolderChanges changes;

  /** Guarded by this. */
  private boolean ended;

  /**
   * @param dirs as they were typed; where two have a class of the same name, it is that of the
   *     folder which had it first
   * @param typesOut where the types for clients are kept current; null for nowhere
   * @param compiler for the types of classes of several files; closed when this ends
   */
  public DevLoop(
      List<Path> dirs,
      @Nullable Path typesOut,
      ActorRuntime runtime,
      TypeScriptCompiler compiler,
      Consumer<DevEvent> listener) {
    this.dirs = dirs;
    this.runtime = runtime;
    this.listener = listener;
    this.sources = new ClassSources(compiler, this::published);
    this.folders = new ArrayList<>();
    for (Path dir : dirs) {
      folders.add(new DevFolder(dir, sources, className -> elsewhere(dir, className)));
    }
    this.types = new TypeChecks(runtime, sources, listener);
    this.adoptions = new Adoptions(runtime, listener);
    this.clientTypes =
        typesOut == null ? null : new ClientTypes(dirs, typesOut, runtime, compiler, listener);
  }

  private @Nullable DevFile elsewhere(Path dir, String className) {
    for (int i = 0; i < dirs.size(); i++) {
      DevFile file = dirs.get(i).equals(dir) ? null : folders.get(i).fileOf(className);
      if (file != null) {
        return file;
      }
    }
    return null;
  }

  private @Nullable String published(String className) {
    ClassVersion latest = runtime.registry().latest(className);
    return latest == null
        ? null
        : BundledSource.authorsText(runtime.registry().get(latest.ref()).source());
  }

  /**
   * Publishes all files, then every file that changes, until {@link #end} or until the thread is
   * interrupted.
   *
   * @throws IOException when a folder can no longer be read
   */
  public void run() throws IOException, InterruptedException {
    try (sources;
        FolderChanges changes = FolderChanges.of(dirs)) {
      begin(changes);
      boolean changed = look(true);
      adoptions.run();
      listener.accept(new DevEvent.Ready(examples()));
      while (!isEnded()) {
        changes.watch(folders());
        types.run();
        if (changed && clientTypes != null) {
          clientTypes.update();
        }
        changed = look(changes.await());
        adoptions.run();
      }
    } catch (ClosedWatchServiceException e) {
      if (!isEnded()) {
        throw e;
      }
    }
  }

  private synchronized void begin(FolderChanges changes) {
    this.changes = changes;
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  /** Lets {@link #run} return, once what it is doing is done. Any thread may call it. */
  public synchronized void end() throws IOException {
    ended = true;
    if (changes != null) {
      changes.close();
    }
  }

  /**
   * Reads all files again, soon: packages that they import may be there. Any thread may call it.
   */
  public synchronized void lookAgain() {
    if (changes != null) {
      changes.nudge();
    }
  }

  private Set<Path> folders() {
    Set<Path> all = new TreeSet<>();
    folders.forEach(folder -> all.addAll(folder.folders()));
    return all;
  }

  /**
   * Publishes what was changed.
   *
   * @param thoroughly reads every file, even if its attributes are unchanged
   * @return whether classes or their types may have changed
   */
  private boolean look(boolean thoroughly) throws IOException, InterruptedException {
    Set<String> changed = new HashSet<>();
    boolean retyped = false;
    for (DevFolder folder : folders) {
      DevFolder.Look look = folder.look(thoroughly);
      for (DevFolder.Seen file : look.changed()) {
        changed.add(file.className());
        tell(changed(folder, file));
      }
      for (DevFolder.Seen file : look.removed()) {
        changed.add(file.className());
        types.forget(file);
        if (!(file.content() instanceof Content.Module)) {
          listener.accept(new DevEvent.Removed(file.shown()));
        }
      }
      for (DevFolder.Seen each : look.retyped()) {
        types.later(folder, each, Objects.requireNonNull(each.source()));
        retyped = true;
      }
    }
    tellUnused();
    if (!changed.isEmpty()) {
      types.usersOf(changed, folders);
    }
    return retyped || !changed.isEmpty();
  }

  private void tellUnused() {
    if (folders.stream().noneMatch(DevFolder::hasBroken)) {
      Set<Path> used = new HashSet<>();
      folders.forEach(folder -> used.addAll(folder.used()));
      for (DevFolder folder : folders) {
        folder.unused(used).forEach(it -> listener.accept(new DevEvent.Skipped(it, UNUSED)));
      }
    }
  }

  private @Nullable DevEvent changed(DevFolder folder, DevFolder.Seen file) {
    return switch (file.content()) {
      case Content.Source source -> publish(folder, file, Objects.requireNonNull(file.source()));
      case Content.Unusable(String reason) -> new DevEvent.Skipped(file.shown(), reason);
      case Content.Broken broken -> refused(file, Objects.requireNonNull(file.problem()));
      case Content.Twice(DevFile other) -> twice(file, other);
      case Content.Module module -> null;
    };
  }

  private static DevEvent twice(DevFolder.Seen file, DevFile other) {
    String detail =
        "class %s is in %s and in %s: rename or remove one of them"
            .formatted(file.className(), other.path(), file.shown().path());
    return new DevEvent.Refused(
        file.shown(), new ActjsException(ProblemCode.ClassInvalid, detail), null);
  }

  private DevEvent refused(DevFolder.Seen file, ActjsException problem) {
    ClassVersion running = runtime.registry().latest(file.className());
    return new DevEvent.Refused(file.shown(), problem, running == null ? null : running.ref());
  }

  private DevEvent publish(DevFolder folder, DevFolder.Seen file, ClassSource source) {
    ClassRegistry registry = runtime.registry();
    ClassVersion latest = registry.latest(file.className());
    long begin = System.nanoTime();
    try {
      PublishedClass current = latest == null ? null : registry.get(latest.ref());
      boolean unchanged = current != null && current.source().equals(source.text());
      ClassVersion running = unchanged ? latest : publishNext(file.className(), latest, source);
      MigrationEdits edits = runtime.adopt(running.ref());
      adoptions.add(running.ref(), unchanged ? null : latest, edits);
      if (!unchanged) {
        types.later(folder, file, source);
      }
      long tookMs = (System.nanoTime() - begin) / 1_000_000;
      List<String> handlers = running.shape().handlers();
      return unchanged
          ? new DevEvent.Unchanged(file.shown(), running.ref(), handlers)
          : new DevEvent.Published(file.shown(), running.ref(), handlers, tookMs);
    } catch (ActjsException e) {
      return refused(file, e);
    }
  }

  private void tell(@Nullable DevEvent event) {
    if (event != null) {
      listener.accept(event);
    }
  }

  /** Publishes the next patch version; another publisher may take a number first. */
  private ClassVersion publishNext(String name, @Nullable ClassVersion latest, ClassSource source) {
    ClassRegistry registry = runtime.registry();
    Version next = latest == null ? FIRST : latest.ref().version().nextPatch();
    Map<String, String> imported =
        source.bundled() ? Map.of() : types.siblings(name, source).sources();
    while (true) {
      try {
        PublishRequest request =
            PublishRequest.of(name, next.toString(), source.text()).with(imported);
        return registry.publishDraft(request.unchecked(), "dev");
      } catch (ActjsException e) {
        if (e.code() != ProblemCode.VersionAlreadyPublished) {
          throw e;
        }
        next = next.nextPatch();
      }
    }
  }

  private List<String> examples() {
    List<String> all = new ArrayList<>();
    for (DevFolder folder : folders) {
      for (DevFolder.Seen file : folder.all()) {
        ClassSource source = file.source();
        if (source != null && runtime.registry().latest(file.className()) != null) {
          all.addAll(Examples.of(file.className(), source.own()));
        }
      }
    }
    return all;
  }
}
