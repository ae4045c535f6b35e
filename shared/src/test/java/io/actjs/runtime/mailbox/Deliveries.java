package io.actjs.runtime.mailbox;

import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.storage.Records;

/** Deliveries with the parts that a test does not care about filled in. */
public final class Deliveries {
  public static final ActorRef ACTOR = new ActorRef("Counter", "a");

  /** What answers as its class. */
  public static final ClassRef RAN = new ClassRef("Counter", Records.V1);

  private Deliveries() {}

  /** A call that nobody waits for. */
  public static Delivery call(String method) {
    return call(ACTOR, method, Receiver.NOBODY);
  }

  public static Delivery call(Receiver receiver) {
    return call(ACTOR, "add", receiver);
  }

  public static Delivery call(ActorRef target, Receiver receiver) {
    return call(target, "add", receiver);
  }

  private static Delivery call(ActorRef target, String method, Receiver receiver) {
    return Delivery.of(Envelope.call(target, method, "[]", Headers.NONE), null, receiver);
  }

  /** A stored message with that id. */
  public static Delivery tell(String id, Receiver receiver) {
    return Delivery.ofStored(Records.message(id, ACTOR), null, receiver);
  }
}
