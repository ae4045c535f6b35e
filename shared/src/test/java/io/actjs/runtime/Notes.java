package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a subscriber was told, a line each. */
public class Notes implements Subscriber {
  public final List<String> lines = new CopyOnWriteArrayList<>();

  /** What each change said that it follows. */
  public final List<Long> prevSeqs = new CopyOnWriteArrayList<>();

  /** Where it was told that it is. */
  public volatile @Nullable Position last;

  @Override
  public void snapshot(Position at, String state) {
    last = at;
    lines.add("snapshot " + at.seq() + " " + state);
  }

  @Override
  public void change(Step step) {
    prevSeqs.add(step.prevSeq());
    last = step.at();
    String kind = step.kind() == ClassKind.EVENTS ? "events " : "patch ";
    lines.add(kind + step.at().seq() + " " + step.json());
  }

  @Override
  public boolean emitted(Emitted message) {
    lines.add("emitted " + message.type() + " " + message.data());
    return true;
  }

  @Override
  public void missedEmitted() {
    lines.add("missed");
  }

  @Override
  public void ended(ActjsException reason) {
    lines.add("ended " + reason.code());
  }

  @Override
  public void tombstone(long prevSeq, long seq) {
    prevSeqs.add(prevSeq);
    lines.add("tombstone " + seq);
  }
}
