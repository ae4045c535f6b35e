package io.actjs.bench;

import io.actjs.bench.load.Transport;
import java.util.ArrayList;
import java.util.List;

/** All figures, in the order in which they are measured. */
final class Figures {
  private Figures() {}

  static List<Figure> all() {
    List<Figure> figures = new ArrayList<>(CallRate.all());
    figures.addAll(ActorCount.all());
    figures.add(new ValidationCost());
    figures.add(new OpenLoopRate(Transport.HTTP));
    figures.add(new OpenLoopRate(Transport.WS));
    figures.addAll(NestedCalls.all());
    figures.addAll(PostgresCalls.all());
    figures.add(new Recovery());
    figures.add(new Activations());
    figures.add(new PinnedCall(Transport.HTTP));
    figures.add(new PinnedCall(Transport.WS));
    figures.addAll(AccessCost.all());
    figures.add(new KeyedCall(Store.DURABLE));
    figures.add(new KeyedCall(null));
    figures.add(FanOutRate.ofChanges());
    figures.add(FanOutRate.ofMessages());
    figures.add(new ViewFanOut());
    figures.add(TurnCost.ofEngine());
    figures.add(TurnCost.ofRuntime());
    figures.addAll(ResolveTime.all());
    figures.add(new Footprint());
    figures.add(new ColdStart());
    figures.add(Republish.alone());
    figures.add(Republish.withSmallPackage());
    figures.add(Republish.withLargePackage());
    return figures;
  }
}
