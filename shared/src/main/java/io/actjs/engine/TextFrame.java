package io.actjs.engine;

import io.actjs.model.tag.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame as the text that {@link FrameWriter} writes. */
final class TextFrame implements Frame {
  private static final int NO_HOST = 0;

  private final FrameWriter out = new FrameWriter();

  /** Comes before all else. */
  private final FrameWriter first = new FrameWriter();

  private int size;
  private int room = Integer.MAX_VALUE;
  private int epoch = THROUGH_SERVER;
  private long nowMs;

  @Override
  public void activate(int host, int classKey, String id, long seq, @Nullable String state) {
    op('A', host).number(classKey).number(seq).end(id, state);
  }

  @Override
  public void replay(int host, long seq, String change) {
    op('R', host).number(seq).end(change);
  }

  @Override
  public void tags(int host, List<String> tags, boolean fresh) {
    op('U', host).number(fresh ? 1 : 0).end(Tags.text(tags));
  }

  @Override
  public void start(
      int host, long turn, boolean isNew, @Nullable String initArgs, Caller caller, long nowMs) {
    op('S', host).number(turn).number(isNew ? 1 : 0).number(nowMs);
    if (caller.isNobody()) {
      out.end(initArgs);
    } else {
      out.end(initArgs, caller.principal(), caller.request());
    }
  }

  @Override
  public void call(
      int host, long turn, int key, String method, String args, Caller caller, long nowMs) {
    op('C', host).number(turn).number(nowMs).number(key);
    end(method, args, caller);
  }

  /** Most turns run on behalf of nobody in particular. */
  private void end(String first, String second, Caller caller) {
    if (caller.isNobody()) {
      out.end(first, second);
    } else {
      out.end(first, second, caller.principal(), caller.request());
    }
  }

  @Override
  public void stream(
      int host, long turn, long asked, String method, String args, Caller caller, long nowMs) {
    op('C', host).number(turn).number(nowMs).number(THROUGH_SERVER).number(asked);
    end(method, args, caller);
  }

  @Override
  public void ask(int host, long turn, long total) {
    op('Q', host).number(turn).number(total).end();
  }

  @Override
  public void cancel(int host, long turn) {
    op('B', host).number(turn).end();
  }

  @Override
  public void hook(int host, long turn, String name, String subscriber, Caller caller, long nowMs) {
    op('H', host).number(turn).number(nowMs);
    end(name, subscriber, caller);
  }

  @Override
  public void permit(int host, int key, int epoch) {
    op('L', host).number(key).number(epoch).end();
  }

  @Override
  public void env(int classKey, String environment, String json) {
    first.op('K').number(NO_HOST).number(classKey).end(environment, json);
  }

  @Override
  public void calls(int epoch, long nowMs) {
    this.epoch = epoch;
    this.nowMs = nowMs;
  }

  @Override
  public void resume(int host, long call, @Nullable String result) {
    op('V', host).number(call).end(result);
  }

  @Override
  public void resumeError(
      int host, long call, String code, String message, Map<String, String> members) {
    op('E', host)
        .number(call)
        .end(
            code,
            message,
            members.get(REASON_CODE),
            members.get(DATA),
            members.get(ISSUES),
            members.get(REASON));
  }

  @Override
  public void state(int host, long request) {
    op('G', host).number(request).end();
  }

  @Override
  public void decide(int host, long request, Wish wish, Caller caller) {
    op('G', host)
        .number(request)
        .number(wish.wantsState() ? 1 : 0)
        .end(wish.kind(), wish.method(), wish.args(), caller.principal(), caller.request());
  }

  @Override
  public void forgetViewer(int host, String viewer) {
    op('F', host).end(viewer);
  }

  @Override
  public void deactivate(int host, long turn, long nowMs) {
    op('D', host).number(turn).number(nowMs).end();
  }

  @Override
  public void drop(int host) {
    op('X', host).end();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int chars() {
    return out.length();
  }

  @Override
  public void room(int chars) {
    room = chars;
  }

  /** What to run; the frame is empty afterwards. */
  TextIsolate.Step take() {
    size = 0;
    String commands = first.length() == 0 ? out.take() : first.take() + out.take();
    return new TextIsolate.Step(commands, room, epoch, nowMs);
  }

  private FrameWriter op(char op, int host) {
    size++;
    return out.op(op).number(host);
  }
}
