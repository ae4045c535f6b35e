package io.actjs.actctl.dev;

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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** A file as it was last processed. */
  private record Seen(String stamp, Content content) {}

  /**
   * A version that its actors run.
   *
   * @param before the version before it; null when it is the first, or was there already
   * @param edits of its newest migration, or null
   */
  private record Adopted(
      ClassRef ref, @Nullable ClassVersion before, @Nullable MigrationEdits edits) {}

  private record Unchecked(String file, ClassRef ref, String source) {}

  private final Path dir;
  private final ActorRuntime runtime;
  private final Consumer<DevEvent> listener;
  private final Map<String, Seen> seen = new HashMap<>();

  /** What was adopted and whose actors were not moved yet, in order. */
  private final Queue<Adopted> adopted = new ArrayDeque<>();

  /** Versions that are published and not checked yet, by file, in order. */
  private final LinkedHashMap<String, Unchecked> unchecked = new LinkedHashMap<>();

  public DevLoop(Path dir, ActorRuntime runtime, Consumer<DevEvent> listener) {
    this.dir = dir;
    this.runtime = runtime;
    this.listener = listener;
  }

  /**
   * Publishes all files, then every file that changes, until the thread is interrupted.
   *
   * @throws IOException when the folder can no longer be read
   */
  public void run() throws IOException, InterruptedException {
    try (FolderChanges changes = FolderChanges.of(dir)) {
      look(true);
      reshape();
      listener.accept(new DevEvent.Ready(examples()));
      while (true) {
        checkTypes();
        look(changes.await());
        reshape();
      }
    }
  }

  private void checkTypes() {
    while (!unchecked.isEmpty()) {
      Unchecked next = unchecked.pollFirstEntry().getValue();
      try {
        runtime.check(next.ref, next.source, siblings(next.ref.name(), next.source));
      } catch (ActjsException e) {
        listener.accept(new DevEvent.TypeErrors(next.file, next.ref, e));
      }
    }
  }

  /** The classes whose types a source imports: those of the folder, else the published ones. */
  private Siblings siblings(String className, String source) {
    SiblingFiles files = new SiblingFiles(dir);
    return Siblings.collect(
        className,
        source,
        name -> {
          String text = files.of(name);
          ClassVersion latest = text == null ? runtime.registry().latest(name) : null;
          return latest == null ? text : runtime.registry().get(latest.ref()).source();
        });
  }

  /** Has those checked again that use the types of what was changed. */
  private void checkUsersOf(Set<String> changed) {
    seen.forEach(
        (file, known) -> {
          String name = SourceFile.className(file);
          ClassVersion latest = runtime.registry().latest(name);
          if (latest != null
              && !changed.contains(name)
              && known.content() instanceof Content.Source(String text)
              && usesAny(changed, siblings(name, text))) {
            unchecked.put(file, new Unchecked(file, latest.ref(), text));
          }
        });
  }

  private static boolean usesAny(Set<String> classes, Siblings siblings) {
    return !Collections.disjoint(classes, siblings.sources().keySet())
        || !Collections.disjoint(classes, siblings.missing().keySet());
  }

  /**
   * @param thoroughly reads every file, even if its attributes are unchanged
   */
  private void look(boolean thoroughly) throws IOException {
    Set<String> gone = new HashSet<>(seen.keySet());
    Set<String> changed = new HashSet<>();
    for (SourceFile file : SourceFile.of(dir)) {
      gone.remove(file.fileName());
      Seen before = seen.get(file.fileName());
      boolean suspect = thoroughly || before == null || !before.stamp().equals(file.stamp());
      if (suspect && read(file, before)) {
        changed.add(file.className());
      }
    }
    for (String file : gone) {
      seen.remove(file);
      changed.add(SourceFile.className(file));
      listener.accept(new DevEvent.Removed(file));
    }
    if (!changed.isEmpty()) {
      checkUsersOf(changed);
    }
  }

  /** Returns whether the file has other contents than before. */
  private boolean read(SourceFile file, @Nullable Seen before) throws IOException {
    Content content;
    try {
      content = file.read();
    } catch (NoSuchFileException e) {
      // It was just renamed or removed; the next round notices.
      return false;
    }
    seen.put(file.fileName(), new Seen(file.stamp(), content));
    boolean changed = before == null || !before.content().equals(content);
    if (changed) {
      listener.accept(
          switch (content) {
            case Content.Source(String text) -> publish(file, text);
            case Content.Unusable(String reason) -> new DevEvent.Skipped(file.fileName(), reason);
          });
    }
    return changed;
  }

  private DevEvent publish(SourceFile file, String source) {
    ClassRegistry registry = runtime.registry();
    ClassVersion latest = registry.latest(file.className());
    long begin = System.nanoTime();
    try {
      PublishedClass current = latest == null ? null : registry.get(latest.ref());
      boolean unchanged = current != null && current.source().equals(source);
      ClassVersion running = unchanged ? latest : publishNext(file.className(), latest, source);
      MigrationEdits edits = runtime.adopt(running.ref());
      adopted.add(new Adopted(running.ref(), unchanged ? null : latest, edits));
      if (!unchanged) {
        unchecked.put(file.fileName(), new Unchecked(file.fileName(), running.ref(), source));
      }
      long tookMs = (System.nanoTime() - begin) / 1_000_000;
      List<String> handlers = running.shape().handlers();
      return unchanged
          ? new DevEvent.Unchanged(running.ref(), handlers)
          : new DevEvent.Published(running.ref(), handlers, tookMs);
    } catch (ActjsException e) {
      ClassVersion running = registry.latest(file.className());
      return new DevEvent.Refused(file.fileName(), e, running == null ? null : running.ref());
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
  private ClassVersion publishNext(String name, @Nullable ClassVersion latest, String source) {
    ClassRegistry registry = runtime.registry();
    Version next = latest == null ? FIRST : latest.ref().version().nextPatch();
    Map<String, String> types = siblings(name, source).sources();
    while (true) {
      try {
        PublishRequest request = PublishRequest.of(name, next.toString(), source).with(types);
        return registry.publishDraft(request.unchecked(), "dev");
      } catch (ActjsException e) {
        if (e.code() != ProblemCode.VersionAlreadyPublished) {
          throw e;
        }
        next = next.nextPatch();
      }
    }
  }

  private List<String> examples() throws IOException {
    List<String> all = new ArrayList<>();
    for (SourceFile file : SourceFile.of(dir)) {
      Seen known = seen.get(file.fileName());
      boolean callable = runtime.registry().latest(file.className()) != null;
      if (callable && known != null && known.content() instanceof Content.Source(String text)) {
        all.addAll(Examples.of(file.className(), text));
      }
    }
    return all;
  }
}
