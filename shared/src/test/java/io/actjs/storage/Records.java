package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.InboxMessage;
import io.actjs.model.PublishedClass;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.List;
import java.util.TreeMap;

/** Stored records with the parts that a test does not care about filled in. */
public final class Records {
  public static final Version V1 = Version.parse("1.0.0");

  private Records() {}

  public static ActorRef actor(String id) {
    return new ActorRef("Counter", id);
  }

  public static TurnRecord turn(ActorRef ref, long seq, long epoch) {
    return turn(ref, seq, epoch, List.of(), null);
  }

  public static TurnRecord turn(
      ActorRef ref,
      long seq,
      long epoch,
      List<InboxMessage> outbox,
      @org.jspecify.annotations.Nullable String consumed) {
    Change change =
        new Change.Patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + seq + "}]");
    return new TurnRecord(ref, seq, epoch, V1, 1_000 + seq, change, outbox, List.of(), consumed);
  }

  public static TurnRecord tombstone(ActorRef ref, long seq, long epoch) {
    return new TurnRecord(
        ref, seq, epoch, V1, 2_000, new Change.Tombstone(), List.of(), List.of(), null);
  }

  public static InboxMessage message(String id, ActorRef target) {
    return new InboxMessage(id, target, "add", "{\"by\":1}", "external", 3_000, null);
  }

  public static ActorSnapshot snapshot(ActorRef ref, long seq) {
    return new ActorSnapshot(ref, seq, V1, "{\"n\":" + seq + "}");
  }

  public static PublishedClass published(String name, String version, String source) {
    ClassVersion classVersion =
        new ClassVersion(
            new ClassRef(name, Version.parse(version)),
            "%064x".formatted(source.hashCode()),
            new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of("add", "get")),
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            null,
            4_000,
            null);
    return new PublishedClass(classVersion, source, "compiled " + source, "");
  }
}
