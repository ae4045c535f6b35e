package io.actjs.bench.nested;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.bench.load.InProcessLoop;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.Sources;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in a runtime of this process. After each run they are read back: the money must be what
 * it was, and what was paid and received must be what was acknowledged, or the run fails.
 */
public final class Bank implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Parties parties;
  private final ActorRuntime runtime;
  private final StorageDriver storage;

  /** Opens every account before it returns. */
  public Bank(StorageDriver storage, Parties parties) {
    this.storage = storage;
    this.parties = parties;
    this.runtime = ActorRuntime.builder(storage).start();
    for (String className : List.of("Account", "Payee")) {
      var unused =
          runtime
              .registry()
              .publish(
                  PublishRequest.of(className, "1.0.0", Sources.of(className)).unchecked(),
                  "bench");
    }
    // An actor is stored with its first turn that changes something.
    callAll("put", "{\"amount\":0}").forEach(CompletableFuture::join);
  }

  /** Payments by awaited calls, which are two turns of two actors. */
  public Paying transfers(Draw draw, int inFlight) {
    Payments payments = new Payments(parties, draw);
    return new Paying(
        inFlight,
        number -> {
          Payments.Payment payment = payments.get(number);
          return runtime.call(payment.payer(), "pay", payment.pay(), CallOptions.DEFAULT);
        });
  }

  /** Turns of one actor: what a payee does in a transfer, done by all accounts in turn. */
  public Paying deposits(Draw draw, int inFlight) {
    Payments payments = new Payments(parties, draw);
    AtomicLong paidIn = new AtomicLong();
    return new Paying(
        inFlight,
        paidIn,
        number -> {
          Payments.Payment payment = payments.get(number / 2);
          ActorRef account = number % 2 == 0 ? payment.payer() : payment.payee();
          paidIn.addAndGet(payment.amount());
          return runtime.call(account, "put", payment.put(), CallOptions.DEFAULT);
        });
  }

  /** How often the storage has synced. */
  public long syncs() {
    return storage.stats().syncs();
  }

  @Override
  public void close() {
    runtime.close();
  }

  /** A load of one kind. */
  public final class Paying {
    private final InProcessLoop loop;
    private final @Nullable AtomicLong paidIn;
    private long acknowledged;

    private Paying(int inFlight, InProcessLoop.Calling calling) {
      this.paidIn = null;
      this.loop = new InProcessLoop(inFlight, Bank::isCircle, calling);
    }

    private Paying(int inFlight, AtomicLong paidIn, InProcessLoop.Calling calling) {
      this.paidIn = paidIn;
      this.loop = new InProcessLoop(inFlight, failure -> false, calling);
    }

    /** Pays for the given time, and looks through the books. */
    public LoadResult run(double seconds) {
      Books before = books();
      long paidBefore = paidIn == null ? 0 : paidIn.get();
      LoadResult result = loop.runFor(seconds);
      long paid = paidIn == null ? 0 : paidIn.get() - paidBefore;
      long count = result.acknowledged();
      acknowledged += count;
      books().require(before.after(paidIn == null ? count : 0, count, paid));
      return result;
    }

    /** Payments of all runs. */
    public long acknowledged() {
      return acknowledged;
    }

    /** Transfers that were refused because two accounts paid each other, and made once more. */
    public long refused() {
      return loop.attemptsAgain();
    }
  }

  /** All accounts together. */
  private record Books(long balance, long sent, long received) {
    Books after(long morePaid, long moreReceived, long paidIn) {
      return new Books(balance + paidIn, sent + morePaid, received + moreReceived);
    }

    void require(Books expected) {
      if (!equals(expected)) {
        throw new BenchFailure("the accounts hold " + this + ", not " + expected);
      }
    }
  }

  private Books books() {
    long balance = 0;
    long sent = 0;
    long received = 0;
    for (CompletableFuture<@Nullable String> report : callAll("report", "{}")) {
      JsonNode account = parse(report.join());
      balance += account.get("balance").asLong();
      sent += account.get("sent").asLong();
      received += account.get("received").asLong();
    }
    return new Books(balance, sent, received);
  }

  private List<CompletableFuture<@Nullable String>> callAll(String method, String args) {
    return parties.accounts().stream()
        .map(account -> runtime.call(account, method, args, CallOptions.DEFAULT))
        .toList();
  }

  private static JsonNode parse(@Nullable String report) {
    try {
      return JSON.readTree(report);
    } catch (JsonProcessingException e) {
      throw new BenchFailure("an account says " + report);
    }
  }

  private static boolean isCircle(Throwable failure) {
    Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
    return reason instanceof ActjsException refused && refused.code() == ProblemCode.CallCycle;
  }
}
