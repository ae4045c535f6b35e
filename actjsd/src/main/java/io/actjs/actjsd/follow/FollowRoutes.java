package io.actjs.actjsd.follow;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.http.WholeNumber;
import io.actjs.actjsd.listing.PageLimit;
import io.actjs.actjsd.log.LogPage;
import io.actjs.actjsd.log.LogTail;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.route.AdminGate;
import io.actjs.actjsd.sse.StreamRoutes;
import io.actjs.storage.audit.AuditStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The newest lines of the log, and the streams of what is logged and audited from now on. */
public final class FollowRoutes {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final int MOST_BACKLOG = 1_000;
  private static final long MOST = 999_999_999_999_999_999L;

  private final FollowStreams streams;
  private final LogTail log;
  private final AuditStore audit;
  private final AuditPulse pulse;
  private final AdminGate gate;
  private final RequestMetrics metrics;

  /**
   * @param metrics counts a stream when it begins: it is not over before its client leaves
   */
  public FollowRoutes(
      FollowStreams streams,
      LogTail log,
      AuditStore audit,
      AdminGate gate,
      RequestMetrics metrics) {
    this.streams = streams;
    this.log = log;
    this.audit = audit;
    this.pulse = new AuditPulse(audit);
    this.gate = gate;
    this.metrics = metrics;
  }

  /** What a follower asks for. */
  private interface Follower {
    FollowSource source(Context ctx);
  }

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, "/v1/admin/logs", gate.guarded((ctx, principal) -> lines(ctx)));
    stream(routes, StreamRoutes.LOG, this::log);
    stream(routes, StreamRoutes.AUDIT, this::audit);
  }

  private void stream(RoutesConfig routes, String path, Follower follower) {
    RequestMetrics.Route counters = metrics.route("GET", path);
    routes.get(
        path,
        gate.guarded(
            (ctx, principal) ->
                counters.around(
                    System.nanoTime(), begun -> streams.serve(ctx, follower.source(ctx), begun))));
  }

  private void lines(Context ctx) throws IOException {
    LogPage page = log.newest(LogFilter.of(ctx), PageLimit.of(ctx));
    StringBuilder json = new StringBuilder("{\"lines\":[");
    JsonList.append(page.lines(), json, line -> json.append(line.json()));
    json.append("],\"last\":\"").append(log.process()).append('-').append(page.last());
    Reply.json(ctx.res(), 200, json.append("\"}").toString());
  }

  private FollowSource log(Context ctx) {
    String backlog = ctx.queryParam("backlog");
    return LogSource.of(
        log,
        LogFilter.of(ctx),
        place(ctx),
        backlog == null ? 0 : (int) WholeNumber.parse("backlog", backlog, 0, MOST_BACKLOG));
  }

  private FollowSource audit(Context ctx) {
    String place = place(ctx);
    return new AuditSource(
        audit,
        pulse,
        new AuditSource.Filter(
            ctx.queryParam("principal"), ctx.queryParam("action"), ctx.queryParam("target")),
        place == null ? newestEntry() : WholeNumber.parse("after", place, 0, MOST));
  }

  private long newestEntry() {
    return audit.ends().head().ordinal();
  }

  /** A client that connects again by itself says where it is in the header alone. */
  private static @Nullable String place(Context ctx) {
    return Requests.headerOr(Requests.request(ctx), LAST_EVENT_ID, "after");
  }
}
