package io.actjs.runtime.directory;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many actors are in memory of each class and for each tenant, bounded: an actor has a seat as
 * long as it is, but for one that leaves to make room for another. Never more than the bound have
 * one, whatever happens at the same time. Thread-safe.
 */
public final class Seats {
  /** Holders that are compared to find the one that has been idle for the longest time. */
  private static final int LOOKS = 64;

  private final Bounds bounds;
  private final Groups classes = new Groups("class");
  private final Groups tenants = new Groups("tenant");

  public Seats(Bounds bounds) {
    this.bounds = bounds;
  }

  /** How many may be in memory; 0 for any number. */
  public interface Bounds {
    Bounds NONE =
        new Bounds() {
          @Override
          public int ofClass(String className) {
            return 0;
          }

          @Override
          public int ofTenant() {
            return 0;
          }
        };

    int ofClass(String className);

    int ofTenant();
  }

  /**
   * Newcomers that were refused.
   *
   * @param byClass because of the bound of their class
   */
  public record Refused(long byClass, long byTenant) {}

  public Refused refused() {
    return new Refused(classes.refused.sum(), tenants.refused.sum());
  }

  /** What becomes of a newcomer. */
  sealed interface Entry {
    record In(Seat seat) implements Entry {}

    record Full(Crowd crowd) implements Entry {}
  }

  /**
   * Asks for a seat.
   *
   * @param tenant on whose account, or null
   */
  Entry enter(String className, @Nullable String tenant) {
    int ofClass = bounds.ofClass(className);
    int ofTenant = tenant == null ? 0 : bounds.ofTenant();
    if (ofClass == 0 && ofTenant == 0) {
      return new Entry.In(Seat.FREE);
    }
    Seat seat = new Seat(ofClass == 0 ? "" : className, ofTenant == 0 ? null : tenant);
    if (ofClass > 0 && !classes.enter(className, seat, ofClass)) {
      return new Entry.Full(new Crowd(classes, className, ofClass));
    }
    if (tenant != null && ofTenant > 0 && !tenants.enter(tenant, seat, ofTenant)) {
      classes.leave(seat.className(), seat);
      return new Entry.Full(new Crowd(tenants, tenant, ofTenant));
    }
    return new Entry.In(seat);
  }

  /** The resident needs its seat no more. */
  void leave(Seat seat, Resident by) {
    if (seat.give(by)) {
      if (!seat.className().isEmpty()) {
        classes.leave(seat.className(), seat);
      }
      String tenant = seat.tenant();
      if (tenant != null) {
        tenants.leave(tenant, seat);
      }
    }
  }

  /** Those of one class, or of one tenant, when there is no room for one more. */
  static final class Crowd {
    private final Groups groups;
    private final String name;
    private final int limit;

    private Crowd(Groups groups, String name, int limit) {
      this.groups = groups;
      this.name = name;
      this.limit = limit;
    }

    /** One that seems idle, and that the caller is to ask to leave; null when there is none. */
    @Nullable Resident claimIdle() {
      Group group = groups.all.get(name);
      return group == null ? null : group.claimIdle();
    }

    /** There is no room, and there will be none now. */
    ActjsException refused() {
      groups.refused.increment();
      return new ActjsException(
          ProblemCode.CapacityExhausted,
          "the "
              + groups.kind
              + " \""
              + name
              + "\" has "
              + limit
              + " active actors, and none is idle; try again");
    }
  }

  /** Those with somebody in it, by name. */
  private static final class Groups {
    final String kind;
    final LongAdder refused = new LongAdder();
    final ConcurrentHashMap<String, Group> all = new ConcurrentHashMap<>();

    Groups(String kind) {
      this.kind = kind;
    }

    boolean enter(String name, Seat seat, int limit) {
      boolean[] in = new boolean[1];
      all.compute(
          name,
          (it, known) -> {
            Group group = known == null ? new Group() : known;
            in[0] = group.enter(seat, limit);
            return group;
          });
      return in[0];
    }

    void leave(String name, Seat seat) {
      all.computeIfPresent(name, (it, group) -> group.leave(seat) ? null : group);
    }
  }

  /** The seats of one class or tenant, those that were looked at last behind the others. */
  private static final class Group {
    private final LinkedHashSet<Seat> seats = new LinkedHashSet<>();

    synchronized boolean enter(Seat seat, int limit) {
      return seats.size() < limit && seats.add(seat);
    }

    /** Whether nobody is left. */
    synchronized boolean leave(Seat seat) {
      seats.remove(seat);
      return seats.isEmpty();
    }

    synchronized @Nullable Resident claimIdle() {
      List<Seat> looked = new ArrayList<>();
      Seat oldest = null;
      Resident holder = null;
      Iterator<Seat> left = seats.iterator();
      while (looked.size() < LOOKS && left.hasNext()) {
        Seat seat = left.next();
        left.remove();
        looked.add(seat);
        Resident idle = seat.idleHolder();
        if (idle != null && (holder == null || idle.lastUsedMs() < holder.lastUsedMs())) {
          oldest = seat;
          holder = idle;
        }
      }
      seats.addAll(looked);
      return oldest != null && holder != null && oldest.claim(holder) ? holder : null;
    }
  }
}
