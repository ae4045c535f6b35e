package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.runtime.subscription.Subscriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a subscriber was told, a line each. */
public final class Notes implements Subscriber {
  public final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void snapshot(long seq, String state) {
    lines.add("snapshot " + seq + " " + state);
  }

  @Override
  public void patch(long seq, String patch) {
    lines.add("patch " + seq + " " + patch);
  }

  @Override
  public void events(long seq, String events) {
    lines.add("events " + seq + " " + events);
  }

  @Override
  public void ended(ActjsException reason) {
    lines.add("ended " + reason.code());
  }

  @Override
  public void tombstone(long seq) {
    lines.add("tombstone " + seq);
  }
}
