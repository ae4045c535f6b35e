package io.actjs.actjsd.values;

import io.actjs.model.ActjsException;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.runtime.streaming.Window;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The values of one call on their way to the thread that writes them. As many wait as were asked
 * for, and the thread asks for more when it has written some.
 */
final class ValueStream implements CallStream.Reader {

  /** What comes next. */
  sealed interface Item {

    /**
     * @param charge for the memory of the text
     */
    record Value(String json, Charge charge) implements Item {}

    /** The last, of a call that ended well. */
    record Ended(Answer.Result result) implements Item {}

    /** The last, of one that did not. */
    record Failed(ActjsException reason) implements Item {}
  }

  /** Bounded by what is asked for. */
  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();

  private final Window window = new Window(Long.MAX_VALUE);

  /** How many values are wanted at first. */
  long asked() {
    return window.asked();
  }

  @Override
  public void value(String json, Charge charge) {
    items.add(new Item.Value(json, charge.handOver()));
  }

  @Override
  public void ended(Answer.Result result) {
    items.add(
        new Item.Ended(
            new Answer.Result(
                result.json(),
                result.ran(),
                result.charge().handOver(),
                result.seq(),
                result.repeated())));
  }

  @Override
  public void failed(ActjsException reason) {
    items.add(new Item.Failed(reason));
  }

  Item take() throws InterruptedException {
    return items.take();
  }

  /** Null when nothing comes for so long. */
  @Nullable Item poll(long millis) throws InterruptedException {
    return items.poll(millis, TimeUnit.MILLISECONDS);
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** A value is written. */
  void written(Item.Value value, CallStream call) {
    value.charge.close();
    window.took(value.json.length());
    call.ask(window.ask(Long.MAX_VALUE));
  }

  /** Gives back what was not written; the call has ended. */
  void close() {
    for (Item left = items.poll(); left != null; left = items.poll()) {
      switch (left) {
        case Item.Value(_, var charge) -> charge.close();
        case Item.Ended(var result) -> result.charge().close();
        case Item.Failed failed -> {}
      }
    }
  }
}
