package io.actjs.storage.memory;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The memory driver's store as a whole. The driver's monitor guards all of it. */
final class MemoryContents implements StoreContents {
  private final Object monitor;
  private final NavigableMap<ActorRef, StoredActor> actors;
  private final Function<ActorRef, StoredActor> actor;
  private final MemoryDeadLetters deadLetters;
  private final MemoryRegistry registry;
  private final MemoryAccess access;
  private final MemoryPauses pauses;
  private @Nullable ImportProgress progress;

  /**
   * @param actor the actor of an address, which is made when it is not there
   */
  MemoryContents(
      Object monitor,
      NavigableMap<ActorRef, StoredActor> actors,
      Function<ActorRef, StoredActor> actor,
      MemoryDeadLetters deadLetters,
      MemoryRegistry registry,
      MemoryAccess access,
      MemoryPauses pauses) {
    this.monitor = monitor;
    this.actors = actors;
    this.actor = actor;
    this.deadLetters = deadLetters;
    this.registry = registry;
    this.access = access;
    this.pauses = pauses;
  }

  @Override
  public Residue wipe() {
    return Residue.NONE;
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public long actors() {
    synchronized (monitor) {
      return actors.size();
    }
  }

  /** What is in memory can always be read. */
  @Override
  public void inspect(Consumer<StoredItem> sink, Remarks remarks) {
    read(sink);
  }

  @Override
  public void read(Consumer<StoredItem> sink) {
    synchronized (monitor) {
      registry.read(sink);
      pauses.all().forEach(pause -> sink.accept(new StoredItem.Paused(pause)));
      access.read(sink);
      NavigableSet<ActorRef> refs = new TreeSet<>();
      actors.values().stream()
          .filter(actor -> !actor.isEmpty())
          .forEach(actor -> refs.add(actor.ref()));
      deadLetters.targets().forEach(refs::add);
      for (ActorRef ref : refs) {
        StoredActor actor = actors.get(ref);
        if (actor == null) {
          sink.accept(new StoredItem.Actor(ref, null, 0));
        } else {
          actor.read(sink);
        }
        deadLetters
            .oldestFirst(DeadLetterQuery.of(ref))
            .forEach(it -> sink.accept(new StoredItem.Dead(it)));
      }
    }
  }

  @Override
  public ImportProgress begin(String export) {
    synchronized (monitor) {
      if (progress != null) {
        return ImportRefusal.requireSame(progress, export);
      }
      if (!actors.isEmpty()
          || !registry.isEmpty()
          || !pauses.all().isEmpty()
          || !access.isEmpty()) {
        throw ImportRefusal.notEmpty();
      }
      progress = ImportProgress.start(export);
      return progress;
    }
  }

  @Override
  public void take(List<StoredItem> items, ImportProgress from, ImportProgress to) {
    synchronized (monitor) {
      if (!from.equals(progress)) {
        throw ImportRefusal.overtaken();
      }
      for (StoredItem item : items) {
        switch (item) {
          case StoredItem.Paused(Pause pause) -> pauses.put(pause);
          case StoredItem.OfAccess ofAccess -> access.take(ofAccess);
          case StoredItem.OfRegistry ofRegistry -> registry.take(ofRegistry);
          case StoredItem.OfActor ofActor -> take(ofActor);
        }
      }
      progress = to;
    }
  }

  private void take(StoredItem.OfActor item) {
    StoredActor taking = actor.apply(item.ref());
    switch (item) {
      case StoredItem.Actor(ActorRef ref, ActorHead head, long closedAt) when head != null ->
          taking.take(head, closedAt);
      case StoredItem.Actor withoutHead -> {}
      case StoredItem.Snapshot(ActorSnapshot snapshot) -> taking.take(snapshot);
      case StoredItem.Retained(ActorSnapshot snapshot, long until) ->
          taking.retain(snapshot, until);
      case StoredItem.Turn(TurnRecord turn) -> taking.take(turn);
      case StoredItem.Pending(InboxMessage message) -> taking.inbox().put(message.id(), message);
      case StoredItem.Later(InboxMessage message) -> taking.putOff(message);
      case StoredItem.Replied(KeyedReply reply) -> taking.remember(reply);
      case StoredItem.Dead(DeadLetter letter) -> deadLetters.add(letter);
    }
  }

  @Override
  public @Nullable String unfinishedImport() {
    synchronized (monitor) {
      return progress == null || progress.done() ? null : progress.export();
    }
  }

  @Override
  public void backup(Path target) {
    throw new ActjsException(
        ProblemCode.BackupUnsupported,
        "the server keeps all data in memory: start it with a data directory");
  }
}
