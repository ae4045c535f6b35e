package io.actjs.runtime.subscription;

import io.actjs.engine.EvaluatedClass;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.subscription.Guest.Stage;
import io.actjs.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who subscribes to one actor, and what its watchers have not been told of that. A change that
 * follows another within a moment is told together with it, so a cursor that moves a hundred times
 * is told once. Thread-safe; no method calls anything beyond it.
 */
final class Roster {
  private final Map<String, Guest> guests = new LinkedHashMap<>();

  /** Those who are told, and whether they have to be told all. */
  private final Map<Attachment, Boolean> watchers = new LinkedHashMap<>();

  private final Set<String> changed = new LinkedHashSet<>();
  private final Set<String> left = new LinkedHashSet<>();

  /** Whether a telling is on its way. */
  private boolean telling;

  synchronized boolean isEmpty() {
    return guests.isEmpty();
  }

  /**
   * A connection begins. It is one of a guest that is there, lets one come back, or brings a new
   * one.
   *
   * @throws ActjsException {@code Forbidden} when another principal has the name
   */
  synchronized void enter(Attachment connection, long nowMs) {
    Introduction self = connection.interest().self();
    Guest guest = guests.get(self.who());
    if (guest == null) {
      guest = new Guest(self.who(), connection.interest().headers(), nowMs);
      guests.put(self.who(), guest);
    } else if (!Objects.equals(
        Guest.nameOf(guest.headers), Guest.nameOf(connection.interest().headers()))) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "another principal subscribes as " + self.who() + "; choose another who");
    }
    if (guest.grace != null) {
      guest.grace.cancel();
      guest.grace = null;
      guest.stage = Stage.THERE;
    }
    guest.connections.add(connection);
    if (self.data() != null) {
      tell(guest, self.data());
    }
  }

  /** The guest that the connection is one of; null when it has left. */
  private @Nullable Guest of(Attachment connection) {
    Guest guest = guests.get(connection.interest().self().who());
    return guest != null && guest.connections.contains(connection) ? guest : null;
  }

  /** Whether the connection's guest need not ask the actor, or has. */
  synchronized boolean lets(Attachment connection, EvaluatedClass.Hooks hooks) {
    Guest guest = of(connection);
    if (guest == null || guest.isThere()) {
      return true;
    }
    if (guest.stage == Stage.COMES && !hooks.onSubscribe()) {
      guest.isMissed = hooks.onUnsubscribe();
      admit(guest);
      return true;
    }
    return false;
  }

  /**
   * The guest asks to be let in, if it has not: then it is returned, and {@link #admitted} or
   * {@link #refused} follows.
   *
   * @param wish what it wants when it is in; kept when it waits for another wish of the guest
   */
  synchronized @Nullable Guest ask(
      Attachment connection, Delivery wish, EvaluatedClass.Hooks hooks) {
    Guest guest = Objects.requireNonNull(of(connection), "it has left, so it needs no leave");
    if (guest.stage != Stage.COMES) {
      guest.waiting.add(wish);
      return null;
    }
    guest.stage = Stage.ASKS;
    guest.isMissed = hooks.onUnsubscribe();
    return guest;
  }

  /** The actor lets the guest in; returns what its other connections wait for. */
  synchronized List<Delivery> admitted(Guest guest) {
    admit(guest);
    return waiting(guest);
  }

  /** It does not; likewise. */
  synchronized List<Delivery> refused(Guest guest) {
    guests.remove(guest.who, guest);
    return waiting(guest);
  }

  private static List<Delivery> waiting(Guest guest) {
    List<Delivery> waiting = List.copyOf(guest.waiting);
    guest.waiting.clear();
    return waiting;
  }

  private void admit(Guest guest) {
    guest.stage = Stage.THERE;
    note(guest);
  }

  /**
   * A connection has ended; returns its guest when it was the last one of a guest that is there.
   */
  synchronized @Nullable Guest leave(Attachment connection) {
    watchers.remove(connection);
    Guest guest = of(connection);
    if (guest == null) {
      return null;
    }
    guest.connections.remove(connection);
    if (!guest.connections.isEmpty()) {
      return null;
    }
    if (guest.stage == Stage.COMES) {
      guests.remove(guest.who);
    }
    return guest.stage == Stage.THERE ? guest : null;
  }

  /** The guest, which has just lost its last connection, may come back before the timer ends. */
  synchronized void linger(Guest guest, Supplier<DeadlineWheel.Timer> timer) {
    if (isAlone(guest)) {
      guest.stage = Stage.LINGERS;
      guest.grace = timer.get();
    }
  }

  /** Whether a guest is there and has no connection. */
  synchronized boolean isAlone(Guest guest) {
    return guest.isThere() && guest.connections.isEmpty() && guests.get(guest.who) == guest;
  }

  /** Forgets a guest; false when it is back, or forgotten. */
  synchronized boolean remove(Guest guest) {
    if (!isAlone(guest)) {
      return false;
    }
    guests.remove(guest.who);
    if (!watchers.isEmpty()) {
      changed.remove(guest.who);
      left.add(guest.who);
    }
    return true;
  }

  synchronized boolean has(String who) {
    return guests.containsKey(who);
  }

  /** A guest tells something else about itself; false when it has left. */
  synchronized boolean tell(Attachment connection, String data) {
    Guest guest = of(connection);
    if (guest != null) {
      tell(guest, data);
    }
    return guest != null;
  }

  private void tell(Guest guest, String data) {
    guest.data = data;
    if (guest.isThere()) {
      note(guest);
    }
  }

  private void note(Guest guest) {
    if (!watchers.isEmpty()) {
      left.remove(guest.who);
      changed.add(guest.who);
    }
  }

  /** From now on the connection is told who is there, first all of them. */
  synchronized void watch(Attachment connection) {
    if (of(connection) != null) {
      watchers.put(connection, true);
    }
  }

  /** Whether there is something to tell and nobody is about to; then the caller is. */
  synchronized boolean takesTelling() {
    boolean wanted = !changed.isEmpty() || !left.isEmpty() || watchers.containsValue(true);
    boolean taken = wanted && !telling && !watchers.isEmpty();
    telling |= taken;
    return taken;
  }

  /** One watcher and what it is to be told. */
  record Told(Attachment watcher, PresenceChange change) {}

  /** What is to be told now. */
  synchronized List<Told> told() {
    telling = false;
    PresenceChange change = null;
    PresenceChange all = null;
    List<Told> told = new ArrayList<>(watchers.size());
    for (Map.Entry<Attachment, Boolean> watcher : watchers.entrySet()) {
      if (watcher.getValue()) {
        all = all == null ? new PresenceChange(true, list(), "[]") : all;
        told.add(new Told(watcher.getKey(), all));
        watcher.setValue(false);
      } else if (!changed.isEmpty() || !left.isEmpty()) {
        change = change == null ? change() : change;
        told.add(new Told(watcher.getKey(), change));
      }
    }
    changed.clear();
    left.clear();
    return told;
  }

  /** A JSON array of all that are there. */
  synchronized String list() {
    return array(List.copyOf(guests.keySet()));
  }

  private PresenceChange change() {
    StringBuilder gone = new StringBuilder("[");
    for (String who : left) {
      gone.append(gone.length() == 1 ? "" : ",");
      JsonText.quote(who, gone);
    }
    return new PresenceChange(false, array(List.copyOf(changed)), gone.append(']').toString());
  }

  private String array(List<String> names) {
    StringBuilder json = new StringBuilder("[");
    for (String who : names) {
      Guest guest = guests.get(who);
      if (guest != null && guest.isThere()) {
        json.append(json.length() == 1 ? "" : ",");
        guest.json(json);
      }
    }
    return json.append(']').toString();
  }
}
