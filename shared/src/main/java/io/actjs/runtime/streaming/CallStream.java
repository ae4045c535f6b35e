package io.actjs.runtime.streaming;

import io.actjs.model.ActjsException;
import io.actjs.policy.Charge;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.runtime.mailbox.TimedReceiver;
import org.jspecify.annotations.Nullable;

/**
 * A call whose caller reads the values that the handler yields. The handler goes on only as far as
 * values are asked for, so what is on its way is bounded by the {@link Reader}. Thread-safe.
 */
public final class CallStream implements TimedReceiver {

  /** Who reads. Called one call at a time, mostly on the output thread; must not block. */
  public interface Reader {
    /**
     * The next value.
     *
     * @param json raw JSON
     * @param charge for the memory of the text; whoever keeps the text longer takes it over
     */
    void value(String json, Charge charge);

    /** The handler has returned, and its turn is stored. Nothing follows. */
    void ended(Answer.Result result);

    /** The call has failed: what it did is undone, or that is unknown. Nothing follows. */
    void failed(ActjsException reason);
  }

  private final Reader reader;
  private final Directory directory;
  private @Nullable Delivery delivery;
  private DeadlineWheel.@Nullable Timer timer;
  private long asked;
  private volatile boolean ended;

  /**
   * @param asked how many values may come before more are asked for, from 1
   */
  public CallStream(Reader reader, Directory directory, long asked) {
    this.reader = reader;
    this.directory = directory;
    this.asked = asked;
  }

  /** What carries it; set before that is on its way. */
  public synchronized void carriedBy(Delivery call) {
    delivery = call;
  }

  /** How many values are asked for so far. */
  public synchronized long asked() {
    return asked;
  }

  /** Asks for values until there have been {@code total}. */
  public void ask(long total) {
    Delivery call;
    synchronized (this) {
      call = delivery;
      if (ended || total <= asked || call == null) {
        return;
      }
      asked = total;
    }
    directory.demand(call, total);
  }

  /**
   * The caller has left: its handler ends, and nothing of it is kept.
   *
   * @return whether it had not ended
   */
  public boolean cancel() {
    return cancel(Reply.cancelled());
  }

  /** The same for another reason. */
  public boolean cancel(ActjsException reason) {
    Delivery call = delivery();
    boolean left = end();
    if (left) {
      reader.failed(reason);
      if (call != null) {
        directory.cancel(call);
      }
    }
    return left;
  }

  private synchronized @Nullable Delivery delivery() {
    return delivery;
  }

  /** The handler has yielded a value, and what it had seen is durable. */
  synchronized void yielded(String json, Charge charge) {
    if (!ended) {
      reader.value(json, charge);
    }
  }

  @Override
  public synchronized void timer(DeadlineWheel.Timer deadline) {
    timer = deadline;
    if (ended) {
      deadline.cancel();
    }
  }

  @Override
  public void answered(Answer answer) {
    if (end()) {
      reader.ended((Answer.Result) answer);
    }
  }

  @Override
  public void failed(ActjsException reason) {
    if (end()) {
      reader.failed(reason);
    }
  }

  private synchronized boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    if (timer != null) {
      timer.cancel();
    }
    return true;
  }

  @Override
  public boolean abandoned() {
    return ended;
  }
}
