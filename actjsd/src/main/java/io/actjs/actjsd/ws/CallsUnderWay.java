package io.actjs.actjsd.ws;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of one connection that are not answered yet, by the ids that its client gave them. Of
 * several with one id, it knows the latest. Thread-safe.
 */
final class CallsUnderWay {

  /** A call. No method blocks. */
  interface Call {
    /** The client takes more values; false when the call has none for it. */
    boolean grant(long more);

    /** The client does not wait for it any more; false when it has ended. */
    boolean cancel();

    /** The client reads again. */
    default void drained() {}
  }

  /**
   * @param number in the order in which they came
   */
  private record UnderWay(Call call, boolean isKeyed, long number) {}

  private final Map<String, UnderWay> calls = new ConcurrentHashMap<>();
  private final AtomicLong begun = new AtomicLong();
  private volatile boolean left;

  /**
   * @param ticket of a request; one without an id is nobody's to cancel, and goes on when its
   *     client leaves
   * @param keyed whether its client may ask for it again
   */
  void begun(RpcTicket ticket, boolean keyed, Call call) {
    String id = ticket.id();
    if (id != null) {
      calls.put(id, new UnderWay(call, keyed, begun.incrementAndGet()));
      if (left && !keyed) {
        call.cancel();
      }
    }
  }

  void ended(RpcTicket ticket, Call call) {
    String id = ticket.id();
    if (id != null) {
      calls.computeIfPresent(id, (key, present) -> present.call.equals(call) ? null : present);
    }
  }

  boolean grant(String id, long more) {
    UnderWay found = calls.get(id);
    return found != null && found.call.grant(more);
  }

  boolean cancel(String id) {
    UnderWay found = calls.get(id);
    return found != null && found.call.cancel();
  }

  void drained() {
    calls.values().forEach(each -> each.call.drained());
  }

  /** The client has left. */
  void leaveAll() {
    left = true;
    // The latest first: when one ends, those that waited for it must not begin.
    calls.values().stream()
        .filter(each -> !each.isKeyed)
        .sorted(Comparator.comparingLong(UnderWay::number).reversed())
        .forEach(each -> each.call.cancel());
  }
}
