package io.actjs.bench.jmh;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.storage.codec.JournalCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A turn that changes one number and sends nothing, as the journal's bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalCodecBenchmark {
  private final ActorRef ref = new ActorRef("Counter", "counter-17");
  private final TurnRecord turn =
      new TurnRecord(
          ref,
          4_711,
          3,
          Version.parse("1.2.3"),
          1_700_000_000_000L,
          new Change.Patch("[{\"op\":\"replace\",\"path\":\"/count\",\"value\":4711}]"),
          List.of(),
          List.of(),
          null);
  private final byte[] chunk = JournalCodec.chunkOf(turn);

  @Benchmark
  public byte[] write() {
    return JournalCodec.chunkOf(turn);
  }

  @Benchmark
  public boolean read(Blackhole consumed) {
    return JournalCodec.readChunk(
        ref,
        chunk,
        1,
        record -> {
          consumed.consume(record);
          return true;
        });
  }
}
