package io.actjs.runtime.activity;

import java.util.concurrent.atomic.LongAdder;

/** What a runtime counts since its start. Any thread may count. */
public final class RuntimeCounters {
  /** Actors brought into memory. */
  public final LongAdder activations = new LongAdder();

  /** Turns that ended well. */
  public final LongAdder turns = new LongAdder();

  /** Turns that were undone. */
  public final LongAdder failedTurns = new LongAdder();

  /** Rejected promises of actor code that nobody handled. */
  public final LongAdder unhandledRejections = new LongAdder();

  /** Subscribers that went on where they were. */
  public final LongAdder resumed = new LongAdder();

  /** Subscribers that said where they were and had to begin with a snapshot. */
  public final LongAdder notResumed = new LongAdder();

  /** Messages that actors emitted. */
  public final LongAdder emitted = new LongAdder();

  /** Emitted messages that a subscriber was too slow for. */
  public final LongAdder emitsDropped = new LongAdder();

  /** A subscriber that said where it was has gone on there, or could not. */
  public void subscribedAgain(boolean there) {
    (there ? resumed : notResumed).increment();
  }

  /** How long calls took that ended well, from their arrival to their durable reply. */
  public final LatencyHistogram callLatency = new LatencyHistogram();

  /** Requests whose pin could not be kept. */
  public final MissedPins missedPins = new MissedPins();

  /** By class and handler. */
  public final ActivityCounters activity = new ActivityCounters();
}
