package io.actjs.actctl.dev;

import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.BundledSource;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.runtime.ActorRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the published classes equal to the files of a folder. A file whose text differs from the
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
  private static final int PAGE = 1_000;
  private static final String UNUSED =
      "it exports no class that extends Actor, EventSourced or Replica, and no class imports it";

  /**
   * A version that its actors run.
   *
   * @param before the version before it; null when it is the first, or was there already
   * @param edits of its newest migration, or null
   */
  private record Adopted(
      ClassRef ref, @Nullable ClassVersion before, @Nullable MigrationEdits edits) {}

  private record Unchecked(ClassRef ref, ClassSource source) {
    String file() {
      return source.file().getFileName().toString();
    }
  }

  private final ActorRuntime runtime;
  private final Consumer<DevEvent> listener;
  private final Path dir;
  private final ClassSources sources;
  private final DevFolder folder;

  /** What was adopted and whose actors were not moved yet, in order. */
  private final Queue<Adopted> adopted = new ArrayDeque<>();

  /** Versions that are published and not checked yet, by file, in order. */
  private final LinkedHashMap<String, Unchecked> unchecked = new LinkedHashMap<>();

  /**
   * @param compiler for the types of classes of several files; closed when this ends
   */
  public DevLoop(
      Path dir, ActorRuntime runtime, TypeScriptCompiler compiler, Consumer<DevEvent> listener) {
    this.dir = dir;
    this.runtime = runtime;
    this.listener = listener;
    this.sources = new ClassSources(compiler, this::published);
    this.folder = new DevFolder(dir, sources);
  }

  private @Nullable String published(String className) {
    ClassVersion latest = runtime.registry().latest(className);
    return latest == null
        ? null
        : BundledSource.authorsText(runtime.registry().get(latest.ref()).source());
  }

  /**
   * Publishes all files, then every file that changes, until the thread is interrupted.
   *
   * @throws IOException when the folder can no longer be read
   */
  public void run() throws IOException, InterruptedException {
    try (sources;
        FolderChanges changes = FolderChanges.of(dir)) {
      look(true);
      reshape();
      listener.accept(new DevEvent.Ready(examples()));
      while (true) {
        changes.watch(folder.folders());
        checkTypes();
        look(changes.await());
        reshape();
      }
    }
  }

  private void checkTypes() {
    while (!unchecked.isEmpty()) {
      Unchecked next = unchecked.pollFirstEntry().getValue();
      String name = next.ref.name();
      try {
        if (next.source.bundled()) {
          if (!folder.isCurrent(next.file())) {
            // What was published is not what is there; the next look sees to that.
            continue;
          }
          sources.check(next.source, name);
        } else {
          runtime.check(next.ref, next.source.text(), siblings(name, next.source));
        }
      } catch (ActjsException e) {
        listener.accept(new DevEvent.TypeErrors(next.file(), next.ref, e));
      }
    }
  }

  /** The classes whose types a source imports: those of the folder, else the published ones. */
  private Siblings siblings(String className, ClassSource source) {
    return sources.siblings(source.file(), className, source.text());
  }

  /** Has those checked again that use the types of what was changed. */
  private void checkUsersOf(Set<String> changed) {
    for (DevFolder.Seen each : folder.all()) {
      String name = each.className();
      ClassSource source = each.source();
      if (source != null
          && !source.bundled()
          && !changed.contains(name)
          && usesAny(changed, siblings(name, source))) {
        checkLater(name, source);
      }
    }
  }

  private void checkLater(String className, ClassSource source) {
    ClassVersion latest = runtime.registry().latest(className);
    if (latest != null) {
      Unchecked again = new Unchecked(latest.ref(), source);
      unchecked.put(again.file(), again);
    }
  }

  private static boolean usesAny(Set<String> classes, Siblings siblings) {
    return !Collections.disjoint(classes, siblings.sources().keySet())
        || !Collections.disjoint(classes, siblings.missing().keySet());
  }

  /**
   * @param thoroughly reads every file, even if its attributes are unchanged
   */
  private void look(boolean thoroughly) throws IOException, InterruptedException {
    DevFolder.Look look = folder.look(thoroughly);
    Set<String> changed = new HashSet<>();
    for (DevFolder.Seen file : look.changed()) {
      changed.add(file.className());
      tell(changed(file));
    }
    for (DevFolder.Seen file : look.removed()) {
      changed.add(file.className());
      if (!(file.content() instanceof Content.Module)) {
        listener.accept(new DevEvent.Removed(file.name()));
      }
    }
    look.retyped()
        .forEach(each -> checkLater(each.className(), Objects.requireNonNull(each.source())));
    look.unused().forEach(file -> listener.accept(new DevEvent.Skipped(file, UNUSED)));
    if (!changed.isEmpty()) {
      checkUsersOf(changed);
    }
  }

  private @Nullable DevEvent changed(DevFolder.Seen file) {
    return switch (file.content()) {
      case Content.Source source -> publish(file, Objects.requireNonNull(file.source()));
      case Content.Unusable(String reason) -> new DevEvent.Skipped(file.name(), reason);
      case Content.Broken broken -> refused(file, Objects.requireNonNull(file.problem()));
      case Content.Module module -> null;
    };
  }

  private DevEvent refused(DevFolder.Seen file, ActjsException problem) {
    ClassVersion running = runtime.registry().latest(file.className());
    return new DevEvent.Refused(file.name(), problem, running == null ? null : running.ref());
  }

  private DevEvent publish(DevFolder.Seen file, ClassSource source) {
    ClassRegistry registry = runtime.registry();
    ClassVersion latest = registry.latest(file.className());
    long begin = System.nanoTime();
    try {
      PublishedClass current = latest == null ? null : registry.get(latest.ref());
      boolean unchanged = current != null && current.source().equals(source.text());
      ClassVersion running = unchanged ? latest : publishNext(file.className(), latest, source);
      MigrationEdits edits = runtime.adopt(running.ref());
      adopted.add(new Adopted(running.ref(), unchanged ? null : latest, edits));
      if (!unchanged) {
        unchecked.put(file.name(), new Unchecked(running.ref(), source));
      }
      long tookMs = (System.nanoTime() - begin) / 1_000_000;
      List<String> handlers = running.shape().handlers();
      return unchanged
          ? new DevEvent.Unchanged(running.ref(), handlers)
          : new DevEvent.Published(running.ref(), handlers, tookMs);
    } catch (ActjsException e) {
      return refused(file, e);
    }
  }

  /** Moves the actors of what was adopted, or says that nothing moves them. */
  private void reshape() throws InterruptedException {
    for (Adopted next = adopted.poll(); next != null; next = adopted.poll()) {
      MigrationEdits edits = next.edits;
      boolean edited =
          edits != null
              && next.before != null
              && edits.changed()
              && edits.last().equals(next.ref.version());
      if (edits != null) {
        tell(new Reshaping(runtime, next.ref, edits, edited).run());
      }
      if (!edited && next.before != null) {
        tell(shapeChange(next.ref, next.before.ref()));
      }
    }
  }

  private void tell(@Nullable DevEvent event) {
    if (event != null) {
      listener.accept(event);
    }
  }

  private @Nullable DevEvent shapeChange(ClassRef now, ClassRef before) {
    ClassRegistry registry = runtime.registry();
    String begins = registry.migrator(now).initial();
    String began = registry.migrator(before).initial();
    long actors = storedActors(now.name());
    if (begins == null || began == null || actors == 0) {
      return null;
    }
    StateShape shape = StateShape.of(begins);
    StateShape older = StateShape.of(began);
    List<String> added = older.lacks(shape);
    List<String> removed = shape.lacks(older);
    List<String> retyped = shape.differsFrom(older);
    return added.isEmpty() && removed.isEmpty() && retyped.isEmpty()
        ? null
        : new DevEvent.ShapeChanged(now, added, removed, retyped, actors);
  }

  private long storedActors(String className) {
    long count = 0;
    ActorRef after = null;
    List<ActorHead> page;
    do {
      page = runtime.actors(className, after, PAGE);
      count += page.stream().filter(head -> head.phase() == ActorHead.Phase.LIVE).count();
      after = page.isEmpty() ? after : page.getLast().ref();
    } while (page.size() == PAGE);
    return count;
  }

  /** Publishes the next patch version; another publisher may take a number first. */
  private ClassVersion publishNext(String name, @Nullable ClassVersion latest, ClassSource source) {
    ClassRegistry registry = runtime.registry();
    Version next = latest == null ? FIRST : latest.ref().version().nextPatch();
    Map<String, String> types = source.bundled() ? Map.of() : siblings(name, source).sources();
    while (true) {
      try {
        PublishRequest request =
            PublishRequest.of(name, next.toString(), source.text()).with(types);
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
    for (DevFolder.Seen file : folder.all()) {
      ClassSource source = file.source();
      if (source != null && runtime.registry().latest(file.className()) != null) {
        all.addAll(Examples.of(file.className(), source.own()));
      }
    }
    return all;
  }
}
