package io.actjs.actjsd.token;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.AccessRefusal;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.StoredToken;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.AuditWatermark;
import io.actjs.wire.JsonText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The static tokens of a store. Whose a token is, is answered from memory; what is created or
 * revoked here counts from the answer on, what another process does with the store when {@link
 * #refresh} has seen it. Thread-safe.
 */
public final class Tokens implements AutoCloseable {
  /** Live ones: each of them is in memory. */
  private static final int MOST = 10_000;

  private static final int ID_LENGTH = 12;

  private final AccessStore store;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile KnownTokens known;
  private final AuditStore audit;
  private final AuditWatermark watermark = new AuditWatermark("token.");
  private @Nullable TokenWatch watch;

  private Tokens(StorageDriver storage, Clock clock) {
    this.store = storage.access();
    this.clock = clock;
    this.audit = storage.registry().audit();
    this.known = KnownTokens.of(List.of());
    watermark.catchUp(audit, this::read);
  }

  /** Those of a store. May block on it. */
  public static Tokens of(StorageDriver storage, Clock clock) {
    return new Tokens(storage, clock);
  }

  /**
   * From now on it looks by itself what other processes do: for a store that they can open, too.
   *
   * @param besides looks for what else is shared, in the same way
   */
  public void watch(Runnable besides) {
    watch = TokenWatch.of(this, besides);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /** The action is done whenever a token was created or revoked; it must neither wait nor throw. */
  public void whenChanged(Runnable action) {
    listeners.add(action);
  }

  /**
   * Creates a token. May block on storage.
   *
   * @param by who does it, for the audit
   * @throws ActjsException {@code LimitExceeded}; {@code SchemaInvalid} when it has expired already
   */
  public StoredToken create(TokenTerms terms, TokenText secret, String by) {
    long now = clock.nowMs();
    if (terms.expiresAt() <= now) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "the token would have expired already");
    }
    StoredToken token =
        new StoredToken(
            RandomText.of(ID_LENGTH),
            secret.hash(),
            terms.sub(),
            terms.roles(),
            terms.tenant(),
            terms.claims(),
            terms.note(),
            now,
            terms.expiresAt(),
            0);
    changing.lock();
    try {
      if (known.all().stream().filter(it -> it.token().isLive(now)).count() >= MOST) {
        throw new ActjsException(
            ProblemCode.LimitExceeded,
            "there are %d live tokens, which is the limit; revoke some".formatted(MOST));
      }
      store.addToken(token, AuditAction.TOKEN_CREATED.entry(now, by, token.id(), meta(token)));
      known = known.with(token);
    } finally {
      changing.unlock();
    }
    changed();
    return token;
  }

  /**
   * Revokes a token; does nothing if it is revoked already. May block on storage.
   *
   * @param by who does it, for the audit
   * @throws ActjsException {@code TokenNotFound}
   */
  public StoredToken revoke(String id, String by) {
    StoredToken revoked;
    changing.lock();
    try {
      StoredToken token = stored(id);
      if (token.revokedAt() != 0) {
        return token;
      }
      long now = Math.max(1, clock.nowMs());
      var unused =
          store.revokeToken(id, now, AuditAction.TOKEN_REVOKED.entry(now, by, id, meta(token)));
      revoked = token.revoked(now);
      known = known.with(revoked);
    } finally {
      changing.unlock();
    }
    changed();
    return revoked;
  }

  private StoredToken stored(String id) {
    return store.tokens().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() -> AccessRefusal.unknownToken(id));
  }

  /** All of them, also those that are not live, in order of creation. May block on storage. */
  public List<StoredToken> list() {
    return store.tokens();
  }

  /** The token with the hash, live or not; null when there is none. */
  public @Nullable Bearer find(Bytes hash) {
    return known.byHash(hash);
  }

  /** Whether there is a token with the id that is neither revoked nor expired. */
  public boolean isLive(String id) {
    Bearer bearer = known.byId(id);
    return bearer != null && bearer.token().isLive(clock.nowMs());
  }

  /** Whether a live token makes its bearer anything else than an administrator. */
  public boolean haveUsers() {
    long now = clock.nowMs();
    return known.all().stream().anyMatch(it -> it.token().isLive(now) && !it.isAdminOnly());
  }

  /** Whether a live token makes its bearer an administrator. */
  public boolean haveAdmin() {
    long now = clock.nowMs();
    return known.all().stream().anyMatch(it -> it.token().isLive(now) && it.principal().isAdmin());
  }

  /** Whether it is the text of a live token that makes its bearer an administrator. */
  public boolean isAdmin(String text) {
    Bearer bearer = find(TokenText.hash(text));
    return bearer != null && bearer.token().isLive(clock.nowMs()) && bearer.principal().isAdmin();
  }

  /**
   * Learns what other processes have done with the store's tokens: each change adds to the audit.
   * May block on storage.
   */
  public void refresh() {
    changing.lock();
    try {
      if (!watermark.catchUp(audit, this::read)) {
        return;
      }
    } finally {
      changing.unlock();
    }
    changed();
  }

  private void read() {
    known = KnownTokens.of(store.tokens());
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }

  private static String meta(StoredToken token) {
    StringBuilder json = new StringBuilder();
    JsonText.quote(token.sub(), json.append("{\"sub\":"));
    json.append(",\"roles\":[");
    for (int i = 0; i < token.roles().size(); i++) {
      JsonText.quote(token.roles().get(i), json.append(i == 0 ? "" : ","));
    }
    json.append(']');
    if (token.expiresAt() != StoredToken.NEVER) {
      json.append(",\"expiresAt\":").append(token.expiresAt());
    }
    return json.append('}').toString();
  }
}
