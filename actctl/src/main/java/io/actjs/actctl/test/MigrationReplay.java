package io.actjs.actctl.test;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.JournalBatch;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.runtime.loading.MigrationPreview;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.IsolatePool;
import io.actjs.testkit.SteppedRuntime;
import io.actjs.testkit.SteppedRuntime.Beginning;
import io.actjs.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Stored states on their way through the versions of a class, as the server would move an actor
 * that has them.
 */
final class MigrationReplay {
  private static final String STATE = "exports.Stored = class Stored extends actjs.Actor {};";
  private static final String EVENTS =
      "exports.Stored = class Stored extends actjs.EventSourced {"
          + " initialState() { return {}; } reduce(state) { return state; } };";

  /** A stored state, raw JSON, and the version that stored it. */
  record Snapshot(Version version, String state) {}

  private MigrationReplay() {}

  /**
   * @param classes the versions of one class that there are; of others states are taken as they are
   * @return a JSON array with what became of each state, in order
   */
  static String of(
      IsolatePool pool,
      List<PublishedClass> classes,
      Version target,
      List<Snapshot> snapshots,
      long nowMs) {
    List<PublishedClass> all = new ArrayList<>(classes);
    Set<Version> known = new TreeSet<>();
    classes.forEach(each -> known.add(each.ref().version()));
    PublishedClass last = classes.getLast();
    for (Snapshot snapshot : snapshots) {
      if (known.add(snapshot.version())) {
        all.add(standIn(last, snapshot.version()));
      }
    }
    all.sort((one, other) -> one.ref().version().compareTo(other.ref().version()));
    Beginning beginning = new Beginning(nowMs, 1, all, Map.of());
    try (SteppedRuntime server = SteppedRuntime.start(pool, beginning)) {
      List<String> results = new ArrayList<>();
      for (Snapshot snapshot : snapshots) {
        results.add(result(server, last.ref().name(), results.size(), snapshot, target, nowMs));
      }
      return TestServer.array(results);
    }
  }

  /** A version of which nothing is known but that it stored a state. */
  private static PublishedClass standIn(PublishedClass like, Version version) {
    ClassKind kind = like.shape().kind();
    String source = kind == ClassKind.EVENTS ? EVENTS : STATE;
    return new PublishedClass(
        new ClassVersion(
            new ClassRef(like.ref().name(), version),
            Sha256.of(source),
            new ClassShape(kind, ClassShape.Durability.STRICT, List.of()),
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            null,
            like.version().publishedAt(),
            null),
        source,
        "(function (exports, require, actjs) { (() => {" + source + "\n})(); })",
        "");
  }

  private static String result(
      SteppedRuntime server, String name, int index, Snapshot from, Version to, long nowMs) {
    ActorRef ref = new ActorRef(name, "snapshot-" + index);
    MemoryDriver disk = server.disk();
    long epoch = disk.activate(ref).epoch();
    Change change = new Change.Replaced(from.state());
    var unused =
        disk.commit(
            JournalBatch.of(List.of(TurnRecord.of(ref, 1, epoch, from.version(), nowMs, change))));
    String after = null;
    String error;
    try {
      MigrationPreview preview = server.runtime().maintenance().preview(ref, to);
      after = preview.after();
      error = preview.error();
      if (error == null && !preview.pure()) {
        error = "it gives another result when it runs again: migrate depends on its arguments only";
        after = null;
      }
    } catch (ActjsException e) {
      error = e.code() + ": " + e.detail();
    }
    return json(index, from, to, after, error);
  }

  private static String json(
      int index, Snapshot from, Version to, @Nullable String after, @Nullable String error) {
    StringBuilder json = new StringBuilder("{\"index\":").append(index);
    json.append(",\"fromVersion\":\"").append(from.version()).append('"');
    json.append(",\"toVersion\":\"").append(to).append('"');
    json.append(",\"before\":").append(from.state());
    json.append(",\"ok\":").append(error == null);
    if (after != null) {
      json.append(",\"after\":").append(after);
    }
    if (error != null) {
      json.append(",\"error\":").append(JsonText.quote(error));
    }
    return json.append('}').toString();
  }
}
