package io.actjs.actctl.dev;

import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Checks the types of versions that run already, and knows what was wrong with each file when it
 * was checked last. Belongs to the thread of the loop.
 */
final class TypeChecks {
  private static final Pattern POSITION = Pattern.compile("(?<=^[^:\\s]{1,500}):\\d+:\\d+(?=: )");

  private record Unchecked(ClassRef ref, DevFolder folder, DevFile file, ClassSource source) {}

  private final ActorRuntime runtime;
  private final ClassSources sources;
  private final Consumer<DevEvent> listener;

  /** Versions that are published and not checked yet, by file, in order. */
  private final LinkedHashMap<Path, Unchecked> unchecked = new LinkedHashMap<>();

  /** What is wrong with a file, without positions. */
  private final Map<Path, List<String>> known = new HashMap<>();

  TypeChecks(ActorRuntime runtime, ClassSources sources, Consumer<DevEvent> listener) {
    this.runtime = runtime;
    this.sources = sources;
    this.listener = listener;
  }

  /** The classes whose types a source imports: those of its folder, else the published ones. */
  Siblings siblings(String className, ClassSource source) {
    return sources.siblings(source.file(), className, source.text());
  }

  /** Has a file checked with the next {@link #run}. */
  void later(DevFolder folder, DevFolder.Seen file, ClassSource source) {
    ClassVersion latest = runtime.registry().latest(file.className());
    if (latest != null) {
      unchecked.put(file.file(), new Unchecked(latest.ref(), folder, file.shown(), source));
    }
  }

  /** The file is gone, and what was wrong with it. */
  void forget(DevFolder.Seen file) {
    unchecked.remove(file.file());
    known.remove(file.file());
  }

  /** Has those checked again that use the types of what was changed. */
  void usersOf(Set<String> changed, List<DevFolder> folders) {
    for (DevFolder folder : folders) {
      for (DevFolder.Seen each : folder.all()) {
        ClassSource source = each.source();
        if (source != null
            && !source.bundled()
            && !changed.contains(each.className())
            && usesAny(changed, siblings(each.className(), source))) {
          later(folder, each, source);
        }
      }
    }
  }

  private static boolean usesAny(Set<String> classes, Siblings siblings) {
    return !Collections.disjoint(classes, siblings.sources().keySet())
        || !Collections.disjoint(classes, siblings.missing().keySet());
  }

  void run() {
    while (!unchecked.isEmpty()) {
      Unchecked next = unchecked.pollFirstEntry().getValue();
      // If it is not current, what was published is not what is there: the next look sees to that.
      if (!next.source.bundled() || next.folder.isCurrent(next.file.name())) {
        check(next);
      }
    }
  }

  private void check(Unchecked next) {
    String name = next.ref.name();
    Path path = next.source.file();
    try {
      if (next.source.bundled()) {
        sources.check(next.source, name);
      } else {
        runtime.check(next.ref, next.source.text(), siblings(name, next.source));
      }
      if (known.remove(path) != null) {
        listener.accept(new DevEvent.TypesCured(next.file, next.ref));
      }
    } catch (ActjsException e) {
      if (e.code() == ProblemCode.ShuttingDown) {
        return;
      }
      List<String> diagnostics = Diagnostics.of(e);
      List<String> all = diagnostics.isEmpty() ? List.of(e.detail()) : diagnostics;
      List<String> before = known.getOrDefault(path, List.of());
      known.put(path, all.stream().map(TypeChecks::withoutPosition).toList());
      listener.accept(new DevEvent.TypeErrors(next.file, next.ref, e, fresh(all, before)));
    }
  }

  private static List<String> fresh(List<String> all, List<String> before) {
    List<String> left = new ArrayList<>(before);
    return all.stream().filter(it -> !left.remove(withoutPosition(it))).toList();
  }

  private static String withoutPosition(String diagnostic) {
    return POSITION.matcher(diagnostic).replaceFirst("");
  }
}
