package io.actjs.model;

import io.actjs.model.access.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The context of a message besides its content: caller, pin, trace and remaining time. Stored
 * messages and reminders keep their headers, so that all of it survives a restart.
 *
 * @param principal who sent the first message of the chain; null for nobody in particular
 * @param manifest sha of the manifest that the sender is pinned to, or null for the latest versions
 * @param trace the W3C {@code traceparent} of the sender, or another name that it gave its request,
 *     or null
 * @param requestKey names the request across its repetitions, or null
 * @param callers the actors that wait for this call, or null
 * @param remainingMs how long the sender still waits, in milliseconds from when it sent this; 0
 *     when nobody waits. A remaining time needs no common clock.
 * @param hops how many more times a message that this one sets off may be passed on, from one
 *     actor's call to the next or from node to node; 0 refuses the next
 */
public record Headers(
    @Nullable Principal principal,
    @Nullable String manifest,
    @Nullable String trace,
    @Nullable RequestKey requestKey,
    @Nullable CallChain callers,
    long remainingMs,
    int hops) {

  /** The hop budget of a message that begins a chain: calls through 64 actors. */
  public static final int HOPS = 63;

  /** The headers of a message without a caller and without anybody waiting. */
  public static final Headers NONE = new Headers(null, null, null, null, null, 0, HOPS);

  private static final int FIXED_BYTES = 16;

  public Headers {
    if (remainingMs < 0 || hops < 0) {
      throw new IllegalArgumentException("a remaining time or hop budget must not be negative");
    }
  }

  /** The headers of a message whose sender is pinned. */
  public static Headers pinned(@Nullable String manifest) {
    return manifest == null ? NONE : NONE.withManifest(manifest);
  }

  public Headers withPrincipal(@Nullable Principal who) {
    return new Headers(who, manifest, trace, requestKey, callers, remainingMs, hops);
  }

  public Headers withManifest(@Nullable String sha) {
    return new Headers(principal, sha, trace, requestKey, callers, remainingMs, hops);
  }

  public Headers withKey(@Nullable RequestKey key) {
    return Objects.equals(key, requestKey)
        ? this
        : new Headers(principal, manifest, trace, key, callers, remainingMs, hops);
  }

  /** The same headers, with the time that the sender still waits. */
  public Headers waiting(long ms) {
    return new Headers(principal, manifest, trace, requestKey, callers, ms, hops);
  }

  /**
   * The headers of a durable message sent by a turn with these headers: nobody waits for it, so it
   * begins a chain of its own.
   */
  public Headers ofTell() {
    return callers == null && remainingMs == 0 && requestKey == null && hops == HOPS
        ? this
        : new Headers(principal, manifest, trace, null, null, 0, HOPS);
  }

  /**
   * The headers of a call that an actor makes while it handles a message with these headers.
   *
   * @param waitMs how long the calling handler waits
   * @throws ActjsException {@code CallCycle} when the target waits for this call already, or the
   *     hop budget is used up
   */
  public Headers ofCall(ActorRef caller, ActorRef target, long waitMs) {
    CallChain chain = new CallChain(caller, callers);
    if (chain.contains(target)) {
      throw new ActjsException(
          ProblemCode.CallCycle,
          "the call "
              + chain
              + " → "
              + target
              + " would wait for itself; use tell, or return before calling back");
    }
    if (hops == 0) {
      throw new ActjsException(
          ProblemCode.CallCycle,
          "calls are nested deeper than " + (HOPS + 1) + " actors; use tell");
    }
    return new Headers(principal, manifest, trace, null, chain, waitMs, hops - 1);
  }

  /** Bytes that these take in memory or on the wire, roughly. */
  int weight() {
    long bytes = FIXED_BYTES;
    bytes += principal == null ? 0 : principal.weight();
    bytes += length(manifest) + length(trace) + (requestKey == null ? 0 : 64);
    for (CallChain link = callers; link != null; link = link.callers()) {
      bytes += link.actor().className().length() + link.actor().id().length();
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
