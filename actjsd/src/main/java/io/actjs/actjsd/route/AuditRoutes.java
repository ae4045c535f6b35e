package io.actjs.actjsd.route;

import io.actjs.actjsd.audit.AuditJson;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.WholeNumber;
import io.actjs.actjsd.listing.PageLimit;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.audit.AuditPage;
import io.actjs.storage.audit.AuditQuery;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit: read page by page in either direction, and verified. */
final class AuditRoutes {
  private static final long MOST = 999_999_999_999_999_999L;

  private final AuditStore audit;
  private final AdminGate gate;

  AuditRoutes(AuditStore audit, AdminGate gate) {
    this.audit = audit;
    this.gate = gate;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, "/v1/admin/audit", gate.guarded((ctx, principal) -> list(ctx)));
    HeadToo.get(routes, "/v1/admin/audit/verify", gate.guarded((ctx, principal) -> verify(ctx)));
  }

  private void list(Context ctx) throws IOException {
    AuditQuery query = query(ctx);
    List<ChainedEntry> newest = audit.before(Long.MAX_VALUE, 1);
    AuditPage page = audit.read(query);
    StringBuilder json = new StringBuilder("{\"entries\":[");
    JsonList.append(page.entries(), json, entry -> AuditJson.append(entry, json));
    json.append("],\"newest\":").append(newest.isEmpty() ? 0 : newest.getFirst().ordinal());
    json.append(",\"last\":").append(page.next() == Long.MAX_VALUE ? 0 : page.next());
    json.append(",\"more\":").append(page.more()).append('}');
    Reply.json(ctx.res(), 200, json.toString());
  }

  private static AuditQuery query(Context ctx) {
    Long after = ordinal(ctx, "after");
    Long before = ordinal(ctx, "before");
    if (after != null && before != null) {
      throw invalid("after and before exclude each other: after lists in the order of writing");
    }
    long newestFirst = before == null ? Long.MAX_VALUE : before;
    return new AuditQuery(
        ctx.queryParam("principal"),
        ctx.queryParam("action"),
        ctx.queryParam("target"),
        after == null ? newestFirst : after,
        after == null,
        PageLimit.of(ctx));
  }

  private static @Nullable Long ordinal(Context ctx, String name) {
    String text = ctx.queryParam(name);
    return text == null ? null : WholeNumber.parse(name, text, 0, MOST);
  }

  private void verify(Context ctx) throws IOException {
    Reply.json(ctx.res(), 200, AuditJson.of(audit.verify(noted(ctx.queryParam("expect")))));
  }

  private static @Nullable ChainPoint noted(@Nullable String text) {
    ChainPoint noted = text == null ? null : ChainPoint.parse(text);
    if (text != null && noted == null) {
      throw invalid(
          "expect must be a head as a verification tells it: an ordinal, :, 64 hex digits");
    }
    return noted;
  }

  private static ActjsException invalid(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }
}
