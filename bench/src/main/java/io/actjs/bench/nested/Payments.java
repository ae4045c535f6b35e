package io.actjs.bench.nested;

import io.actjs.model.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Payments that were drawn before the clock starts, each with its arguments. */
final class Payments {
  private static final int DRAWN = 1 << 16;
  private static final int MOST = 100;

  /**
   * One of them.
   *
   * @param pay the arguments of the payer's handler
   * @param put the arguments of the payee's handler
   */
  record Payment(ActorRef payer, ActorRef payee, long amount, String pay, String put) {}

  private final List<Payment> drawn = new ArrayList<>(DRAWN);

  Payments(Parties parties, Draw draw) {
    RandomGenerator random = new SplittableRandom(1);
    List<ActorRef> payers = parties.payers();
    List<ActorRef> payees = parties.payees();
    Draw.Ranks payer = draw.of(payers.size());
    Draw.Ranks payee = draw.of(payees.size());
    while (drawn.size() < DRAWN) {
      ActorRef from = payers.get(payer.next(random));
      ActorRef to = payees.get(payee.next(random));
      if (!from.equals(to)) {
        drawn.add(payment(from, to, 1 + random.nextInt(MOST)));
      }
    }
  }

  private static Payment payment(ActorRef from, ActorRef to, long amount) {
    String other = "{\"class\":\"" + to.className() + "\",\"id\":\"" + to.id() + "\"}";
    return new Payment(
        from,
        to,
        amount,
        "{\"to\":" + other + ",\"amount\":" + amount + "}",
        "{\"amount\":" + amount + "}");
  }

  /** The payment of this number; they come again and again. */
  Payment get(long number) {
    return drawn.get((int) (number % DRAWN));
  }
}
