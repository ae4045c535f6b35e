package io.actjs.storage.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.CallChain;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.ProblemCode;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What is sent arrives as it was sent, or not at all. */
class EnvelopeProperties {
  /** Any text that has a UTF-8 form. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(80),
        Arbitraries.of("", "é\u2028\0", "🦀", "[{\"op\":\"add\"}]", "ab".repeat(32)));
  }

  private static Arbitrary<ActorRef> refs() {
    Arbitrary<String> ids =
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(60);
    return Combinators.combine(Arbitraries.of("Cart", "Shop_2"), ids).as(ActorRef::new);
  }

  private static @Nullable CallChain chain(List<ActorRef> refs) {
    CallChain chain = null;
    for (ActorRef ref : refs) {
      chain = new CallChain(ref, chain);
    }
    return chain;
  }

  private static Arbitrary<RequestKey> keys() {
    return Combinators.combine(texts(), texts())
        .as((asker, body) -> RequestKey.of(asker, "tell add", "key", body));
  }

  @Provide
  Arbitrary<Headers> headers() {
    Arbitrary<@Nullable String> optional = texts().injectNull(0.5);
    Arbitrary<@Nullable Principal> principals =
        Combinators.combine(
                texts().filter(sub -> !sub.isEmpty()),
                texts().list(),
                optional,
                texts().list(),
                texts())
            .as(Principal::new)
            .injectNull(0.3);
    return Combinators.combine(
            principals,
            optional,
            optional,
            keys().injectNull(0.5),
            refs().list().ofMaxSize(Headers.HOPS).map(EnvelopeProperties::chain),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.oneOf(
                Arbitraries.just(Headers.HOPS), Arbitraries.integers().greaterOrEqual(0)))
        .as(Headers::new);
  }

  @Provide
  Arbitrary<Envelope> envelopes() {
    return Combinators.combine(
            refs(),
            Arbitraries.of(Envelope.Kind.class),
            texts(),
            texts().injectNull(0.3),
            Arbitraries.oneOf(headers(), Arbitraries.just(Headers.NONE)))
        .as(Envelope::new);
  }

  @Property
  void headersComeBack(@ForAll("headers") Headers headers) {
    byte[] column = HeadersCodec.toColumn(headers);
    assertEquals(headers, HeadersCodec.ofColumn(column, column == null ? null : "not looked at"));
  }

  @Example
  void noHeadersAreNothing() {
    assertNull(HeadersCodec.toColumn(Headers.NONE));
    assertEquals(Headers.NONE, HeadersCodec.ofColumn(null, null));
    assertEquals(Headers.pinned("sha"), HeadersCodec.ofColumn(null, "sha"));
    ByteWriter out = new ByteWriter(8);
    HeadersCodec.write(out, Headers.NONE);
    assertEquals(0, out.size());
  }

  @Property
  void anEnvelopeArrivesAsItWasSent(@ForAll("envelopes") Envelope envelope) {
    assertEquals(envelope, EnvelopeCodec.decode(EnvelopeCodec.encode(envelope)));
  }

  @Property
  void anEnvelopeThatIsCutIsRefused(
      @ForAll("envelopes") Envelope envelope, @ForAll @IntRange(max = 10_000) int length) {
    byte[] whole = EnvelopeCodec.encode(envelope);
    refused(Arrays.copyOf(whole, length % whole.length));
  }

  @Property
  void anEnvelopeWithAnotherByteIsRefused(
      @ForAll("envelopes") Envelope envelope,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int flips) {
    byte[] bytes = EnvelopeCodec.encode(envelope);
    bytes[at % bytes.length] ^= (byte) flips;
    refused(bytes);
  }

  @Property
  void whateverArrivesIsAnEnvelopeOrRefused(@ForAll byte[] bytes) {
    refused(bytes);
  }

  private static void refused(byte[] bytes) {
    ActjsException refused = assertThrows(ActjsException.class, () -> EnvelopeCodec.decode(bytes));
    assertEquals(ProblemCode.SchemaInvalid, refused.code());
  }

  /** Headers have no sum: what is damaged there may read as others, and never as anything else. */
  @Property
  void damagedHeadersAreHeadersOrDamage(@ForAll byte[] bytes) {
    headersOrDamage(bytes);
  }

  @Property
  void headersWithAnotherByteAreHeadersOrDamage(
      @ForAll("headers") Headers headers,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int flips) {
    byte[] column = HeadersCodec.toColumn(headers);
    if (column != null) {
      column[at % column.length] ^= (byte) flips;
      headersOrDamage(column);
    }
  }

  private static void headersOrDamage(byte[] bytes) {
    try {
      Headers read = HeadersCodec.ofColumn(bytes, null);
      assertEquals(read, HeadersCodec.ofColumn(HeadersCodec.toColumn(read), null));
    } catch (ActjsException e) {
      assertEquals(ProblemCode.StoreDamaged, e.code());
    }
  }
}
