package io.actjs.engine;

import org.jspecify.annotations.Nullable;

/**
 * A frame as text. A command is a header line {@code OP n1 n2 …\n} of decimals and, right after it,
 * its text segments; the last numbers of the header are the segments' lengths in UTF-16 code units,
 * -1 for an absent one.
 */
final class TextFrame implements Frame {
  private static final int RETAINED_CHARS = 1 << 20;

  private StringBuilder text = new StringBuilder(4096);
  private int size;

  @Override
  public void activate(int host, int classKey, String id, long seq, @Nullable String state) {
    op('A').append(' ').append(host).append(' ').append(classKey).append(' ').append(seq);
    segments(id, state);
  }

  @Override
  public void replay(int host, long seq, String change) {
    op('R').append(' ').append(host).append(' ').append(seq);
    segments(change);
  }

  @Override
  public void start(int host, long turn, boolean isNew, @Nullable String initArgs, long nowMs) {
    turn('S', host, turn).append(isNew ? " 1 " : " 0 ").append(nowMs);
    segments(initArgs);
  }

  @Override
  public void call(int host, long turn, String method, String args, long nowMs) {
    turn('C', host, turn).append(' ').append(nowMs);
    segments(method, args);
  }

  @Override
  public void resume(int host, long call, @Nullable String result) {
    turn('V', host, call);
    segments(result);
  }

  @Override
  public void resumeError(int host, long call, String code, String message) {
    turn('E', host, call);
    segments(code, message);
  }

  @Override
  public void state(int host, long request) {
    turn('G', host, request).append('\n');
  }

  @Override
  public void deactivate(int host, long turn, long nowMs) {
    turn('D', host, turn).append(' ').append(nowMs).append('\n');
  }

  @Override
  public void drop(int host) {
    op('X').append(' ').append(host).append('\n');
  }

  @Override
  public int size() {
    return size;
  }

  /** The frame's text; the frame is empty afterwards. */
  String take() {
    String taken = text.toString();
    if (text.capacity() > RETAINED_CHARS) {
      text = new StringBuilder(4096);
    } else {
      text.setLength(0);
    }
    size = 0;
    return taken;
  }

  private StringBuilder op(char op) {
    size++;
    return text.append(op);
  }

  private StringBuilder turn(char op, int host, long number) {
    return op(op).append(' ').append(host).append(' ').append(number);
  }

  private void segments(@Nullable String only) {
    length(only).append('\n');
    segment(only);
  }

  private void segments(String first, @Nullable String second) {
    length(first);
    length(second).append('\n');
    segment(first);
    segment(second);
  }

  private StringBuilder length(@Nullable String segment) {
    return text.append(' ').append(segment == null ? -1 : segment.length());
  }

  private void segment(@Nullable String segment) {
    if (segment != null) {
      text.append(segment);
    }
  }
}
