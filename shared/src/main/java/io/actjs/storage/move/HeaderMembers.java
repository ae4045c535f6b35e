package io.actjs.storage.move;

import io.actjs.model.ActorRef;
import io.actjs.model.CallChain;
import io.actjs.model.Headers;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message or a reminder in its line: the manifest is a member of the line itself,
 * as in the first format, and the others are members of {@code headers}.
 */
final class HeaderMembers {
  private HeaderMembers() {}

  /** The object with all headers but the manifest; null when there are none. */
  static @Nullable JsonLine of(Headers headers) {
    if (headers.equals(Headers.pinned(headers.manifest()))) {
      return null;
    }
    List<JsonLine> callers = new ArrayList<>();
    for (CallChain link = headers.callers(); link != null; link = link.callers()) {
      ActorRef ref = link.actor();
      callers.add(new JsonLine().text("class", ref.className()).text("id", ref.id()));
    }
    RequestKey key = headers.requestKey();
    Principal principal = headers.principal();
    return new JsonLine()
        .text("principal", principal == null ? null : principal.sub())
        .objects("principalDetails", details(principal))
        .text("trace", headers.trace())
        .text("idempotencyKey", key == null ? null : key.toString())
        .objects("callers", callers)
        .number("remainingMs", headers.remainingMs() == 0 ? null : headers.remainingMs())
        .number("hops", headers.hops() == Headers.HOPS ? null : (long) headers.hops());
  }

  /** What the principal has beside its name, as an array of one object or none. */
  private static List<JsonLine> details(@Nullable Principal principal) {
    if (principal == null || principal.equals(Principal.of(principal.sub(), List.of()))) {
      return List.of();
    }
    return List.of(
        new JsonLine()
            .texts("roles", principal.roles())
            .text("tenant", principal.tenant())
            .texts("capabilities", principal.capabilities())
            .text("claims", principal.claims()));
  }

  private static @Nullable Principal principal(Members headers) {
    String sub = headers.optionalText("principal");
    if (sub == null) {
      return null;
    }
    List<Members> details = headers.objects("principalDetails");
    if (details.isEmpty()) {
      return Principal.of(sub, List.of());
    }
    Members all = details.getFirst();
    return new Principal(
        sub,
        all.texts("roles"),
        all.optionalText("tenant"),
        all.texts("capabilities"),
        all.text("claims"));
  }

  static Headers read(Members line) {
    String manifest = line.optionalText("manifest");
    Members headers = line.optionalObject("headers");
    if (headers == null) {
      return Headers.pinned(manifest);
    }
    CallChain callers = null;
    for (Members caller : headers.objects("callers").reversed()) {
      callers = new CallChain(new ActorRef(caller.text("class"), caller.text("id")), callers);
    }
    String key = headers.optionalText("idempotencyKey");
    Long remainingMs = headers.optionalNumber("remainingMs");
    Long hops = headers.optionalNumber("hops");
    return new Headers(
        principal(headers),
        manifest,
        headers.optionalText("trace"),
        key == null ? null : RequestKey.parse(key),
        callers,
        remainingMs == null ? 0 : remainingMs,
        hops == null ? Headers.HOPS : Math.toIntExact(hops));
  }
}
