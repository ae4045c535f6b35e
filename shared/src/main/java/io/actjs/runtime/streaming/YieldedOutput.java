package io.actjs.runtime.streaming;

import io.actjs.model.ActjsException;
import io.actjs.policy.Charge;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;

/** A value that a handler has yielded; it leaves when what the handler had seen is durable. */
public final class YieldedOutput extends Emission {
  private final CallStream stream;
  private final String json;
  private final Charge charge;

  /**
   * @param json raw JSON
   * @param charge for its memory
   */
  public YieldedOutput(ActorGate gate, CallStream stream, String json, Charge charge) {
    super(gate, null, json.length());
    this.stream = stream;
    this.json = json;
    this.charge = charge;
  }

  @Override
  protected void opened() {
    try (charge) {
      stream.yielded(json, charge);
    }
  }

  @Override
  protected void refused(ActjsException reason) {
    charge.close();
    stream.failed(reason);
  }
}
