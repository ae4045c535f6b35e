package io.actjs.storage.codec;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Version;
import org.jspecify.annotations.Nullable;

/** The parts of bodies in every format: names, versions, tags of sections. */
final class BodyParts {
  private BodyParts() {}

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static void writeRef(ByteWriter out, ActorRef ref) {
    out.writeText(ref.className());
    out.writeText(ref.id());
  }

  static ActorRef readRef(ByteReader in) {
    String className = in.readText();
    String id = in.readText();
    try {
      return new ActorRef(className, id);
    } catch (ActjsException e) {
      throw ByteReader.damaged("the address of an actor");
    }
  }

  static void writeVersion(ByteWriter out, Version version) {
    out.writeLong(version.major());
    out.writeLong(version.minor());
    out.writeLong(version.patch());
    out.writeText(version.prerelease());
  }

  static Version readVersion(ByteReader in) {
    return new Version(in.readLong(), in.readLong(), in.readLong(), in.readText());
  }

  /** The tag of the next section; sections come in the order of their tags, each once. */
  static int readTag(ByteReader in, int last) {
    int tag = in.readByte();
    if (tag <= last) {
      throw ByteReader.damaged("section " + tag + " after section " + last);
    }
    return tag;
  }

  static void requireEnd(ByteReader in) {
    if (in.hasMore()) {
      throw ByteReader.damaged("bytes behind the end of a section");
    }
  }
}
