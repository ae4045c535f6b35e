package io.actjs.storage.memory;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Reminder;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.StorageDriver.DeadLetter;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The memory driver's store as a whole. The driver's monitor guards all of it. */
final class MemoryContents implements StoreContents {
  private static final Comparator<DeadLetter> OLDEST_FIRST =
      Comparator.comparingLong(DeadLetter::at).thenComparing(letter -> letter.message().id());

  private final Object monitor;
  private final NavigableMap<ActorRef, StoredActor> actors;
  private final List<DeadLetter> deadLetters;
  private final MemoryRegistry registry;
  private @Nullable ImportProgress progress;

  MemoryContents(
      Object monitor,
      NavigableMap<ActorRef, StoredActor> actors,
      List<DeadLetter> deadLetters,
      MemoryRegistry registry) {
    this.monitor = monitor;
    this.actors = actors;
    this.deadLetters = deadLetters;
    this.registry = registry;
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

  @Override
  public void read(Consumer<StoredItem> sink) {
    synchronized (monitor) {
      registry.read(sink);
      NavigableSet<ActorRef> refs = new TreeSet<>();
      actors.values().stream()
          .filter(actor -> !actor.isEmpty())
          .forEach(actor -> refs.add(actor.ref()));
      deadLetters.forEach(letter -> refs.add(letter.message().target()));
      for (ActorRef ref : refs) {
        actors.getOrDefault(ref, new StoredActor(ref)).read(sink);
        deadLetters.stream()
            .filter(letter -> letter.message().target().equals(ref))
            .sorted(OLDEST_FIRST)
            .forEach(letter -> sink.accept(new StoredItem.Dead(letter)));
      }
    }
  }

  @Override
  public ImportProgress begin(String export) {
    synchronized (monitor) {
      if (progress != null) {
        return ImportRefusal.requireSame(progress, export);
      }
      if (!actors.isEmpty() || !registry.isEmpty()) {
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
          case StoredItem.OfRegistry ofRegistry -> registry.take(ofRegistry);
          case StoredItem.OfActor ofActor -> take(ofActor);
        }
      }
      progress = to;
    }
  }

  private void take(StoredItem.OfActor item) {
    StoredActor actor = actors.computeIfAbsent(item.ref(), StoredActor::new);
    switch (item) {
      case StoredItem.Actor(ActorRef ref, ActorHead head) when head != null -> actor.take(head);
      case StoredItem.Actor withoutHead -> {}
      case StoredItem.Snapshot(ActorSnapshot snapshot) -> actor.take(snapshot);
      case StoredItem.Retained(ActorSnapshot snapshot, long until) -> actor.retain(snapshot, until);
      case StoredItem.Turn(TurnRecord turn) -> actor.take(turn);
      case StoredItem.Pending(InboxMessage message) -> actor.inbox().put(message.id(), message);
      case StoredItem.Scheduled(Reminder reminder) -> actor.take(reminder);
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
        "the server keeps everything in memory: start it with a data directory");
  }
}
