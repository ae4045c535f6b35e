package io.actjs.actctl.dev;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the published classes equal to the files of a folder. A file whose text differs from the
 * latest version becomes the next patch version, which all actors of the class adopt; a file that
 * cannot be published changes nothing. Belongs to one thread.
 */
public final class DevLoop {
  private static final Version FIRST = new Version(1, 0, 0, "");

  /** A file as it was dealt with last. */
  private record Seen(String stamp, Content content) {}

  private final Path dir;
  private final ActorRuntime runtime;
  private final Consumer<DevEvent> listener;
  private final Map<String, Seen> seen = new HashMap<>();

  public DevLoop(Path dir, ActorRuntime runtime, Consumer<DevEvent> listener) {
    this.dir = dir;
    this.runtime = runtime;
    this.listener = listener;
  }

  /**
   * Publishes what is there, then goes on with what changes, until the thread is interrupted.
   *
   * @throws IOException when the folder cannot be read any more
   */
  public void run() throws IOException, InterruptedException {
    try (FolderChanges changes = FolderChanges.of(dir)) {
      look(true);
      listener.accept(new DevEvent.Ready(examples()));
      while (true) {
        look(changes.await());
      }
    }
  }

  /**
   * @param thoroughly reads every file, also those that look unchanged from outside
   */
  private void look(boolean thoroughly) throws IOException {
    Set<String> gone = new HashSet<>(seen.keySet());
    for (SourceFile file : SourceFile.of(dir)) {
      gone.remove(file.fileName());
      Seen before = seen.get(file.fileName());
      if (thoroughly || before == null || !before.stamp().equals(file.stamp())) {
        read(file, before);
      }
    }
    for (String file : gone) {
      seen.remove(file);
      listener.accept(new DevEvent.Removed(file));
    }
  }

  private void read(SourceFile file, @Nullable Seen before) throws IOException {
    Content content;
    try {
      content = file.read();
    } catch (NoSuchFileException e) {
      // It was just renamed or removed; the next look finds what became of it.
      return;
    }
    seen.put(file.fileName(), new Seen(file.stamp(), content));
    if (before == null || !before.content().equals(content)) {
      listener.accept(
          switch (content) {
            case Content.Source(String text) -> publish(file, text);
            case Content.Unusable(String reason) -> new DevEvent.Skipped(file.fileName(), reason);
          });
    }
  }

  private DevEvent publish(SourceFile file, String source) {
    ClassRegistry registry = runtime.registry();
    ClassVersion latest = registry.latest(file.className());
    long begin = System.nanoTime();
    try {
      PublishedClass current = latest == null ? null : registry.get(latest.ref());
      boolean unchanged = current != null && current.source().equals(source);
      ClassVersion running = unchanged ? latest : publishNext(file.className(), latest, source);
      runtime.adopt(running.ref());
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

  /** The next patch version; another publisher may take a number first. */
  private ClassVersion publishNext(String name, @Nullable ClassVersion latest, String source) {
    ClassRegistry registry = runtime.registry();
    Version next = latest == null ? FIRST : latest.ref().version().nextPatch();
    while (true) {
      try {
        return registry.publish(PublishRequest.of(name, next.toString(), source), "dev");
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
