package io.actjs.runtime.worker;

import java.util.Collection;
import java.util.Comparator;

/**
 * Keeps room in an isolate's heap.
 *
 * @param heapBytes the capacity of the heap
 */
record HeapRelief(long heapBytes) {

  /**
   * Lets idle actors leave when their states crowd the heap, the least recently used first: else
   * the next handler, whosever it is, would be the one that exhausts it.
   */
  void relieve(long used, Collection<Tenant> tenants) {
    if (used < heapBytes / 10 * 6) {
      return;
    }
    tenants.stream()
        .filter(Tenant::mayLeave)
        .sorted(Comparator.comparingLong(Tenant::lastUsedMs))
        .limit(tenants.size() / 4 + 1)
        .toList()
        .forEach(Tenant::evict);
  }

  /**
   * Whether the isolate must be replaced after a handler was stopped: values that it left in its
   * class's variables are freed only with that.
   */
  boolean isHoarded(long used) {
    return used > heapBytes / 10 * 8;
  }
}
