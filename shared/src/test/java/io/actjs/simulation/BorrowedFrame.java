package io.actjs.simulation;

import io.actjs.engine.Frame;
import io.actjs.engine.TurnMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A frame for a borrowed isolate: knows which actors are in it, and its keys of classes. */
final class BorrowedFrame implements Frame {
  final Frame frame;
  private final Map<Integer, Integer> keys;
  private final Set<Integer> hosts;
  private List<TurnMark.Ran> turns = new ArrayList<>();
  private long nowMs;

  /**
   * @param keys of the borrower, to those of the isolate
   * @param hosts gets those that may be active when the borrower ends
   */
  BorrowedFrame(Frame frame, Map<Integer, Integer> keys, Set<Integer> hosts) {
    this.frame = frame;
    this.keys = keys;
    this.hosts = hosts;
  }

  @Override
  public void activate(int host, int classKey, String id, long seq, @Nullable String state) {
    hosts.add(host);
    frame.activate(host, keys.get(classKey), id, seq, state);
  }

  @Override
  public void replay(int host, long seq, String change) {
    frame.replay(host, seq, change);
  }

  @Override
  public void tags(int host, List<String> tags, boolean fresh) {
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
    turns.add(new TurnMark.Ran(host, turn));
    frame.call(host, turn, key, method, args, caller, nowMs);
  }

  @Override
  public void stream(
      int host, long turn, long asked, String method, String args, Caller caller, long nowMs) {
    turns.add(new TurnMark.Ran(host, turn));
    frame.stream(host, turn, asked, method, args, caller, nowMs);
  }

  @Override
  public void ask(int host, long turn, long total) {
    frame.ask(host, turn, total);
  }

  @Override
  public void cancel(int host, long turn) {
    frame.cancel(host, turn);
  }

  @Override
  public void hook(int host, long turn, String name, String subscriber, Caller caller, long nowMs) {
    turns.add(new TurnMark.Ran(host, turn));
    frame.hook(host, turn, name, subscriber, caller, nowMs);
  }

  @Override
  public void permit(int host, int key, int epoch) {
    frame.permit(host, key, epoch);
  }

  @Override
  public void env(int classKey, String environment, String json) {
    frame.env(keys.get(classKey), environment, json);
  }

  @Override
  public void calls(int epoch, long nowMs) {
    this.nowMs = nowMs;
    frame.calls(epoch, nowMs);
  }

  /** The turns of the calls since the last time. */
  List<TurnMark.Ran> takeTurns() {
    List<TurnMark.Ran> taken = turns;
    turns = new ArrayList<>();
    return taken;
  }

  /** In this step actors call each other through the server only. */
  void throughServer() {
    frame.calls(THROUGH_SERVER, nowMs);
  }

  @Override
  public void resume(int host, long call, @Nullable String result) {
    frame.resume(host, call, result);
  }

  @Override
  public void resumeError(
      int host, long call, String code, String message, Map<String, String> members) {
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
  public void deactivate(int host, long turn, long nowMs) {
    frame.deactivate(host, turn, nowMs);
  }

  @Override
  public void drop(int host) {
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
