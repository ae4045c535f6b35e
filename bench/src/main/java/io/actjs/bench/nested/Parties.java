package io.actjs.bench.nested;

import io.actjs.model.ActorRef;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who pays whom. */
public enum Parties {
  /** Accounts of one class pay those of another, which call nobody: no call waits for itself. */
  ONE_WAY("nested") {
    @Override
    List<ActorRef> payers() {
      return refs("Account", ALL / 2);
    }

    @Override
    List<ActorRef> payees() {
      return refs("Payee", ALL / 2);
    }
  },
  /** All accounts pay each other, so that calls may close a circle, which is refused. */
  MUTUAL("nested-mutual") {
    @Override
    List<ActorRef> payers() {
      return refs("Account", ALL);
    }

    @Override
    List<ActorRef> payees() {
      return payers();
    }
  };

  /** Accounts in all. */
  public static final int ALL = 5000;

  private final String label;

  Parties(String label) {
    this.label = label;
  }

  /** As it is written in the names of figures. */
  public String label() {
    return label;
  }

  abstract List<ActorRef> payers();

  abstract List<ActorRef> payees();

  /** Each account once. */
  List<ActorRef> accounts() {
    return Stream.concat(payers().stream(), payees().stream()).distinct().toList();
  }

  private static List<ActorRef> refs(String className, int count) {
    return IntStream.range(0, count).mapToObj(i -> new ActorRef(className, "no-" + i)).toList();
  }
}
