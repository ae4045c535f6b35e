package io.actjs.actjsd.token;

import io.actjs.model.access.Principal;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.StoredToken;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored tokens as they were at one moment. Unchangeable. */
final class KnownTokens {
  private final Map<Bytes, Bearer> byHash;
  private final Map<String, Bearer> byId;

  private KnownTokens(Map<Bytes, Bearer> byHash, Map<String, Bearer> byId) {
    this.byHash = byHash;
    this.byId = byId;
  }

  static KnownTokens of(Collection<StoredToken> tokens) {
    KnownTokens known = new KnownTokens(new HashMap<>(), new HashMap<>());
    tokens.forEach(known::put);
    return known;
  }

  /** The same with a token that is new or has changed. */
  KnownTokens with(StoredToken token) {
    KnownTokens more = new KnownTokens(new HashMap<>(byHash), new HashMap<>(byId));
    more.put(token);
    return more;
  }

  private void put(StoredToken token) {
    Principal principal =
        new Principal(token.sub(), token.roles(), token.tenant(), List.of(), token.claims());
    Bearer bearer = new Bearer(token, principal);
    byHash.put(token.hash(), bearer);
    byId.put(token.id(), bearer);
  }

  @Nullable Bearer byHash(Bytes hash) {
    return byHash.get(hash);
  }

  @Nullable Bearer byId(String id) {
    return byId.get(id);
  }

  Collection<Bearer> all() {
    return byId.values();
  }
}
