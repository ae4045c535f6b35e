package io.actjs.runtime.keyed;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.model.RequestKey;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.StoreAccess;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests under keys of one actor in memory. A repetition is answered as the first request
 * was, or waits for it.
 *
 * <p>What is stored is read when the first such request comes: which scopes there are, so that a
 * fresh key costs no look into storage. The owner's fence makes that complete: what an earlier
 * owner has not stored by then is refused. Beyond a number of scopes, or of bytes, each key is
 * looked up. Confined to the worker.
 */
public final class KeyedRequests implements AutoCloseable {
  private static final int MOST_SCOPES = 1 << 16;
  private static final int BLOCK = 64;
  private static final int SCOPE_BYTES = 56;

  /** The actor. */
  public interface Owner {
    ActorRef ref();

    /** Does it on the actor's worker. */
    void execute(Runnable task);

    /** Has the actor take its messages again. */
    void schedule();
  }

  /** What becomes of a request. */
  public enum Fate {
    /** It is to be handled. */
    FRESH,
    /** It is answered, or will be. */
    SETTLED,
    /** It has to be asked again when the actor is {@link Owner#schedule scheduled}. */
    WAITS
  }

  private final Owner owner;
  private final StoreAccess store;
  private final Directory directory;
  private final Budget memory;

  /** Those that are being handled, the first of each scope. */
  private final Map<String, Delivery> first = new LinkedHashMap<>(2);

  /** Of scopes that may be stored, 64 bits each; null when they are not known. */
  private @Nullable Set<Long> stored;

  /** Whether there are more than are known. */
  private boolean tooMany;

  private boolean reading;
  private Charge charge = Charge.NONE;

  public KeyedRequests(Owner owner, StoreAccess store, Directory directory, Budget memory) {
    this.owner = owner;
    this.store = store;
    this.directory = directory;
    this.memory = memory;
  }

  /**
   * What a request is remembered to have been answered; null when it has no key.
   *
   * @param expiresAt milliseconds since 1970
   */
  public static @Nullable KeyedReply replyTo(
      Delivery request, Supplier<String> answer, long expiresAt) {
    RequestKey key = request.envelope().headers().requestKey();
    return key == null ? null : new KeyedReply(request.target(), key, expiresAt, answer.get());
  }

  private static RequestKey keyOf(Delivery request) {
    return Objects.requireNonNull(request.envelope().headers().requestKey());
  }

  /** Says what is to be done with a request that has a key. */
  public Fate admit(Delivery request) {
    RequestKey key = keyOf(request);
    forgetEnded();
    Delivery before = first.get(key.scope());
    if (before == request) {
      return Fate.FRESH;
    }
    if (before != null && !before.isEnded()) {
      if (!keyOf(before).fingerprint().equals(key.fingerprint())) {
        request.fail(mismatch());
        return Fate.SETTLED;
      }
      if (before.follow(request)) {
        return Fate.SETTLED;
      }
    }
    if (stored == null && !tooMany) {
      read();
      return Fate.WAITS;
    }
    first.put(key.scope(), request);
    if (!tooMany && !Objects.requireNonNull(stored).contains(bits(key.scope()))) {
      return Fate.FRESH;
    }
    lookUp(
        store, owner.ref(), request, () -> owner.execute(() -> directory.deliver(request)), null);
    return Fate.SETTLED;
  }

  /** Those that ended have their answers in storage, or may be tried again. */
  private void forgetEnded() {
    Iterator<Delivery> oldest = first.values().iterator();
    while (oldest.hasNext() && oldest.next().isEnded()) {
      oldest.remove();
    }
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    store.attempt(
        () -> store.driver().replyScopes(owner.ref(), MOST_SCOPES + 1),
        scopes -> owner.execute(() -> read(scopes)),
        e -> owner.execute(() -> read(null)));
  }

  private void read(@Nullable List<String> scopes) {
    reading = false;
    stored = new HashSet<>();
    if (scopes == null || scopes.size() > MOST_SCOPES) {
      lookUpAll();
    } else {
      scopes.forEach(this::remember);
    }
    owner.schedule();
  }

  private void lookUpAll() {
    tooMany = true;
    stored = null;
    charge.close();
    charge = Charge.NONE;
  }

  /** The answer to a request of that scope will be stored, if anything is that follows. */
  public void remember(String scope) {
    Set<Long> known = stored;
    if (known == null || tooMany) {
      return;
    }
    if (known.size() % BLOCK == 0 && !hasRoom()) {
      lookUpAll();
      return;
    }
    known.add(bits(scope));
  }

  private boolean hasRoom() {
    int size = Objects.requireNonNull(stored).size();
    if (size >= MOST_SCOPES) {
      return false;
    }
    if (charge == Charge.NONE) {
      Charge taken = memory.tryCharge(BLOCK * SCOPE_BYTES);
      if (taken == null) {
        return false;
      }
      charge = taken;
      return true;
    }
    long missing = (long) (size + BLOCK) * SCOPE_BYTES - charge.bytes();
    return missing <= 0 || charge.tryGrow(missing);
  }

  private static long bits(String scope) {
    return Long.parseUnsignedLong(scope, 0, 16, 16);
  }

  /**
   * Fails a request, unless it repeats one that was answered.
   *
   * @param reason why it is not handled
   */
  public static void failUnlessAnswered(
      StoreAccess store, Delivery request, ActjsException reason) {
    lookUp(store, request.target(), request, () -> request.fail(reason), reason);
  }

  /**
   * @param fresh called when there is no answer; on any thread
   * @param reason what the request fails with when storage cannot be read; null for that problem
   */
  private static void lookUp(
      StoreAccess store,
      ActorRef ref,
      Delivery request,
      Runnable fresh,
      @Nullable ActjsException reason) {
    RequestKey key = keyOf(request);
    store.attempt(
        () -> store.driver().reply(ref, key.scope()),
        reply -> {
          if (reply == null || !reply.isValidAt(store.clock().nowMs())) {
            fresh.run();
          } else if (reply.key().equals(key)) {
            give(reply, request);
          } else {
            request.fail(mismatch());
          }
        },
        e -> request.fail(reason == null ? e : reason));
  }

  private static void give(KeyedReply reply, Delivery request) {
    try {
      StoredAnswer.give(reply, request);
    } catch (ActjsException e) {
      request.fail(e);
    }
  }

  /** The refusal of a key that was used for something else. */
  public static ActjsException mismatch() {
    return new ActjsException(
        ProblemCode.IdempotencyMismatch,
        "this idempotency key was used for a request with another body: use a key of its own for"
            + " each request");
  }

  /** The actor leaves memory. */
  @Override
  public void close() {
    charge.close();
  }
}
