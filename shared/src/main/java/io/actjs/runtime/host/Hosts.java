package io.actjs.runtime.host;

import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.policy.Budget;
import io.actjs.runtime.directory.LocalDirectory;
import io.actjs.runtime.directory.Seats;
import io.actjs.runtime.worker.Worker;
import io.actjs.runtime.worker.Workers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The actors that are in memory of this node: makes them, each on its worker, and tells of them and
 * to them what concerns this node alone. Thread-safe.
 */
public final class Hosts {
  private final LocalDirectory<ActorHost> directory;
  private final AtomicInteger nextNumber = new AtomicInteger();
  private final Workers workers;
  private final HostServices services;

  /** One for all hosts: they are many. */
  private final Consumer<ActorHost> gone;

  /**
   * @param limit actors in memory
   * @param memory what deliveries are charged to
   * @param seats of each class and tenant
   * @param services makes what the hosts share, for the directory that finds them
   */
  public Hosts(
      int limit,
      Budget memory,
      Seats seats,
      Workers workers,
      Function<LocalDirectory<?>, HostServices> services) {
    this.workers = workers;
    this.directory = new LocalDirectory<>(limit, memory, seats, this::newHost);
    this.gone = directory::replace;
    this.services = services.apply(directory);
  }

  private ActorHost newHost(ActorRef ref) {
    return new ActorHost(ref, nextNumber.incrementAndGet(), workers.of(ref), services, gone);
  }

  /** What the hosts share. */
  public HostServices services() {
    return services;
  }

  /** Actors in memory. */
  public int size() {
    return directory.size();
  }

  /** How many actors are in memory of each class version, as it was a moment ago. */
  public Map<ClassRef, Long> countByVersion() {
    Map<ClassRef, Long> counts = new HashMap<>();
    for (ActorHost host : all()) {
      ClassRef version = host.actor().version();
      if (version != null) {
        counts.merge(version, 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Whether the actor is in memory and takes messages. */
  public boolean isActive(ActorRef ref) {
    ActorHost host = directory.find(ref);
    return host != null && host.isActive();
  }

  /** The actors, of one class if it is given, that are in memory and take messages; sorted. */
  public List<ActorRef> active(@Nullable String className) {
    List<ActorRef> refs = new ArrayList<>();
    for (ActorHost host : all()) {
      if (host.isActive() && (className == null || host.ref().className().equals(className))) {
        refs.add(host.ref());
      }
    }
    Collections.sort(refs);
    return refs;
  }

  /** The actor that the number names, and the handler of the turn, for the log. */
  public String nameOf(TurnMark.Ran ran) {
    for (ActorHost host : all()) {
      if (host.number() == ran.host()) {
        return host.ref() + " " + host.handlerOf(ran.turn());
      }
    }
    return ran.host() == 0 ? "no handler" : "an actor that has left";
  }

  /** Messages that wait for the actor, in its mailbox or behind a turn that awaits. */
  public int waiting(ActorRef ref) {
    ActorHost host = directory.find(ref);
    return host == null ? 0 : host.pending.size();
  }

  /** Lets every actor of the class that runs another version leave for this one. */
  public void replace(ClassRef version) {
    for (ActorHost host : all()) {
      if (host.ref().className().equals(version.name())) {
        host.execute(
            () -> {
              if (!version.equals(host.actor().version())) {
                host.replace();
              }
            });
      }
    }
  }

  /** Lets every actor of the class that is not where such actors are to be leave and come back. */
  public void relocate(String className) {
    for (ActorHost host : all()) {
      if (host.ref().className().equals(className) && host.worker != workers.of(host.ref())) {
        host.execute(host::relocate);
      }
    }
  }

  /**
   * Another server owns the actor since that epoch. Nothing that a host of an older one does can be
   * stored any more, and what it would read is old.
   */
  public void superseded(ActorRef ref, long epoch) {
    ActorHost host = directory.find(ref);
    if (host != null) {
      host.execute(() -> host.superseded(epoch));
    }
  }

  /** Lets those leave that have had no message since then. */
  void evictUnusedSince(long timeMs) {
    for (ActorHost host : all()) {
      if (host.lastUsedMs() <= timeMs && host.mayLeave()) {
        host.execute(host::evict);
      }
    }
  }

  /** Lets the least recently used leave. Looks at each actor once, and keeps that many. */
  void evictOldest(int count) {
    PriorityQueue<Candidate> oldest =
        new PriorityQueue<>(Comparator.comparingLong(Candidate::lastUsedMs).reversed());
    for (ActorHost host : all()) {
      Candidate candidate = new Candidate(host, host.lastUsedMs());
      Candidate newest = oldest.peek();
      boolean wanted =
          oldest.size() < count || (newest != null && candidate.lastUsedMs() < newest.lastUsedMs());
      if (wanted && host.mayLeave()) {
        oldest.add(candidate);
        if (oldest.size() > count) {
          oldest.remove();
        }
      }
    }
    oldest.forEach(each -> each.host().execute(each.host()::evict));
  }

  /** A host as it was when it was looked at: its times change while others are compared. */
  private record Candidate(ActorHost host, long lastUsedMs) {}

  void relieveHeaps() {
    workers.all().forEach(Worker::relieveHeap);
  }

  /** Lets every idle actor leave, watched or not. */
  public void evictIdle() {
    all().forEach(host -> host.execute(host::evict));
  }

  /** From now on nothing is delivered, and what is here ends without having been done. */
  public void close(ActjsException reason) {
    directory.close();
    all().forEach(host -> host.execute(() -> host.discard(reason)));
  }

  private Collection<ActorHost> all() {
    return directory.residents();
  }
}
