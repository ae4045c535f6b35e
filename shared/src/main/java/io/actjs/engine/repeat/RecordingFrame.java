package io.actjs.engine.repeat;

import io.actjs.engine.Frame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame whose commands are noted on their way. */
final class RecordingFrame implements Frame {
  private final Frame frame;
  private final Recorder recorder;

  RecordingFrame(Frame frame, Recorder recorder) {
    this.frame = frame;
    this.recorder = recorder;
  }

  Frame frame() {
    return frame;
  }

  @Override
  public void activate(int host, int classKey, String id, long seq, @Nullable String state) {
    recorder.activated(host, classKey, id);
    frame.activate(host, classKey, id, seq, state);
  }

  @Override
  public void replay(int host, long seq, String change) {
    frame.replay(host, seq, change);
  }

  @Override
  public void tags(int host, List<String> tags, boolean fresh) {
    recorder.tagged(host, tags);
    frame.tags(host, tags, fresh);
  }

  @Override
  public void start(
      int host, long turn, boolean isNew, @Nullable String initArgs, Caller caller, long nowMs) {
    frame.start(host, turn, isNew, initArgs, caller, nowMs);
  }

  @Override
  public void call(
      int host, long turn, int key, String method, String args, Caller caller, long nowMs) {
    boolean recorded =
        recorder.begins(frame, host, turn, new Recorder.Call(method, args, caller, nowMs, false));
    // What the turn asks other actors has to pass by here.
    frame.call(host, turn, recorded ? THROUGH_SERVER : key, method, args, caller, nowMs);
  }

  @Override
  public void stream(
      int host, long turn, long asked, String method, String args, Caller caller, long nowMs) {
    boolean unused =
        recorder.begins(frame, host, turn, new Recorder.Call(method, args, caller, nowMs, true));
    frame.stream(host, turn, asked, method, args, caller, nowMs);
  }

  @Override
  public void ask(int host, long turn, long total) {
    frame.ask(host, turn, total);
  }

  @Override
  public void cancel(int host, long turn) {
    recorder.forget(turn);
    frame.cancel(host, turn);
  }

  @Override
  public void hook(int host, long turn, String name, String subscriber, Caller caller, long nowMs) {
    frame.hook(host, turn, name, subscriber, caller, nowMs);
  }

  @Override
  public void permit(int host, int key, int epoch) {
    frame.permit(host, key, epoch);
  }

  @Override
  public void env(int classKey, String environment, String json) {
    recorder.env(classKey, new RecordedTurn.Env(environment, json));
    frame.env(classKey, environment, json);
  }

  @Override
  public void calls(int epoch, long nowMs) {
    frame.calls(epoch, nowMs);
  }

  @Override
  public void resume(int host, long call, @Nullable String result) {
    recorder.answered(host, call, result, null);
    frame.resume(host, call, result);
  }

  @Override
  public void resumeError(
      int host, long call, String code, String message, Map<String, String> members) {
    recorder.answered(host, call, null, new RecordedTurn.Refusal(code, message, members));
    frame.resumeError(host, call, code, message, members);
  }

  @Override
  public void state(int host, long request) {
    frame.state(host, request);
  }

  @Override
  public void decide(int host, long request, Wish wish, Caller caller) {
    frame.decide(host, request, wish, caller);
  }

  @Override
  public void forgetViewer(int host, String viewer) {
    frame.forgetViewer(host, viewer);
  }

  @Override
  public void deactivate(int host, long turn, long nowMs) {
    frame.deactivate(host, turn, nowMs);
  }

  @Override
  public void drop(int host) {
    recorder.dropped(host);
    frame.drop(host);
  }

  @Override
  public int size() {
    return frame.size();
  }

  @Override
  public int chars() {
    return frame.chars();
  }

  @Override
  public void room(int chars) {
    frame.room(chars);
  }
}
