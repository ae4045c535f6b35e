package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.KeyedReply;
import io.actjs.model.RequestKey;

/** The binary form of replies: length, then key, expiry and answer. */
final class RepliesCodec {
  private RepliesCodec() {}

  static void write(ByteWriter out, KeyedReply reply) {
    ByteWriter sized = new ByteWriter(128 + reply.answer().length());
    sized.writeText(reply.key().toString());
    sized.writeLong(reply.expiresAt());
    sized.writeText(reply.answer());
    out.writeSized(sized);
  }

  static KeyedReply read(ByteReader in, ActorRef ref) {
    ByteReader sized = in.readSized();
    RequestKey key = readKey(sized);
    long expiresAt = sized.readLong();
    KeyedReply reply = new KeyedReply(ref, key, expiresAt, sized.readText());
    BodyParts.requireEnd(sized);
    return reply;
  }

  static RequestKey readKey(ByteReader in) {
    try {
      return RequestKey.parse(in.readText());
    } catch (IllegalArgumentException e) {
      throw ByteReader.damaged("the key of a request");
    }
  }
}
