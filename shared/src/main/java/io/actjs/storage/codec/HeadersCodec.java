package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.CallChain;
import io.actjs.model.Headers;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of {@link Headers}: a tagged section for each that is there, none for {@link
 * Headers#NONE}. A section is its tag (1 byte), its length and its bytes; tags ascend.
 *
 * <p>The form has neither an end nor a checksum: its container knows the length and keeps it whole.
 * An unknown section is damage, because a message without it would be another message.
 */
public final class HeadersCodec {
  private static final int PRINCIPAL = 1;
  private static final int MANIFEST = 2;
  private static final int TRACE = 3;
  private static final int IDEMPOTENCY_KEY = 4;
  private static final int CALLERS = 5;
  private static final int REMAINING_MS = 6;
  private static final int HOPS = 7;

  /** What a principal has beside its name. */
  private static final int DETAILS = 8;

  private HeadersCodec() {}

  /** The value of a column of headers; null for {@link Headers#NONE}. */
  public static byte @Nullable [] toColumn(Headers headers) {
    if (headers.equals(Headers.NONE)) {
      return null;
    }
    ByteWriter out = new ByteWriter(128);
    write(out, headers);
    return out.toByteArray();
  }

  /**
   * The headers of a row.
   *
   * @param column the value that {@link #toColumn} returned, or null
   * @param manifest the pin in a row that is older than the column, or null
   */
  public static Headers ofColumn(byte @Nullable [] column, @Nullable String manifest) {
    return column == null ? Headers.pinned(manifest) : read(new ByteReader(column));
  }

  static void write(ByteWriter out, Headers headers) {
    Principal principal = headers.principal();
    writeText(out, PRINCIPAL, principal == null ? null : principal.sub());
    writeText(out, MANIFEST, headers.manifest());
    writeText(out, TRACE, headers.trace());
    writeText(out, IDEMPOTENCY_KEY, keyText(headers));
    if (headers.callers() != null) {
      ByteWriter callers = new ByteWriter(64);
      for (CallChain link = headers.callers(); link != null; link = link.callers()) {
        BodyParts.writeRef(callers, link.actor());
      }
      out.writeByte(CALLERS);
      out.writeSized(callers);
    }
    writeNumber(out, REMAINING_MS, headers.remainingMs(), 0);
    writeNumber(out, HOPS, headers.hops(), Headers.HOPS);
    if (principal != null && !principal.equals(Principal.of(principal.sub(), List.of()))) {
      ByteWriter details = new ByteWriter(64);
      writeTexts(details, principal.roles());
      BodyParts.writeOptional(details, principal.tenant());
      writeTexts(details, principal.capabilities());
      details.writeText(principal.claims());
      out.writeByte(DETAILS);
      out.writeSized(details);
    }
  }

  private static void writeTexts(ByteWriter out, List<String> texts) {
    out.writeLong(texts.size());
    texts.forEach(out::writeText);
  }

  private static List<String> readTexts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (long left = in.readLong(); left > 0; left--) {
      texts.add(in.readText());
    }
    return texts;
  }

  private static Principal readDetails(String sub, ByteReader in) {
    Principal read =
        new Principal(sub, readTexts(in), BodyParts.readOptional(in), readTexts(in), in.readText());
    BodyParts.requireEnd(in);
    return read;
  }

  private static Principal readPrincipal(String sub) {
    if (sub.isEmpty()) {
      throw ByteReader.damaged("a principal without a name");
    }
    return Principal.of(sub, List.of());
  }

  private static @Nullable String keyText(Headers headers) {
    RequestKey key = headers.requestKey();
    return key == null ? null : key.toString();
  }

  private static void writeText(ByteWriter out, int tag, @Nullable String text) {
    if (text != null) {
      out.writeByte(tag);
      out.writeText(text);
    }
  }

  private static void writeNumber(ByteWriter out, int tag, long number, long usual) {
    if (number != usual) {
      ByteWriter content = new ByteWriter(10);
      content.writeLong(number);
      out.writeByte(tag);
      out.writeSized(content);
    }
  }

  /** Reads headers up to the end of the reader. */
  static Headers read(ByteReader in) {
    if (!in.hasMore()) {
      return Headers.NONE;
    }
    Principal principal = null;
    String manifest = null;
    String trace = null;
    RequestKey requestKey = null;
    CallChain callers = null;
    long remainingMs = 0;
    long hops = Headers.HOPS;
    int last = 0;
    while (in.hasMore()) {
      int tag = BodyParts.readTag(in, last);
      last = tag;
      switch (tag) {
        case PRINCIPAL -> principal = readPrincipal(in.readText());
        case MANIFEST -> manifest = in.readText();
        case TRACE -> trace = in.readText();
        case IDEMPOTENCY_KEY -> requestKey = RepliesCodec.readKey(in);
        case CALLERS -> callers = readCallers(in.readSized());
        case REMAINING_MS -> remainingMs = readNumber(in.readSized());
        case HOPS -> hops = readNumber(in.readSized());
        case DETAILS -> {
          if (principal == null) {
            throw ByteReader.damaged("a principal without a name");
          }
          principal = readDetails(principal.sub(), in.readSized());
        }
        default -> throw ByteReader.newer("a header of kind " + tag);
      }
    }
    if (hops > Integer.MAX_VALUE) {
      throw ByteReader.damaged("a hop budget of " + hops);
    }
    return new Headers(principal, manifest, trace, requestKey, callers, remainingMs, (int) hops);
  }

  private static CallChain readCallers(ByteReader in) {
    List<ActorRef> innermostFirst = new ArrayList<>();
    do {
      innermostFirst.add(BodyParts.readRef(in));
    } while (in.hasMore() && innermostFirst.size() < Headers.HOPS);
    BodyParts.requireEnd(in);
    CallChain chain = null;
    for (ActorRef ref : innermostFirst.reversed()) {
      chain = new CallChain(ref, chain);
    }
    return Objects.requireNonNull(chain);
  }

  private static long readNumber(ByteReader in) {
    long number = in.readLong();
    BodyParts.requireEnd(in);
    if (number < 0) {
      throw ByteReader.damaged("a negative time or hop budget");
    }
    return number;
  }
}
