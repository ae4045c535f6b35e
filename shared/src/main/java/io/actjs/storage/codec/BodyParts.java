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

  /** A text that may be absent; one that is there may be empty. */
  static void writeOptional(ByteWriter out, @Nullable String text) {
    out.writeByte(text == null ? 0 : 1);
    if (text != null) {
      out.writeText(text);
    }
  }

  static @Nullable String readOptional(ByteReader in) {
    return readFlag(in) ? in.readText() : null;
  }

  /** Whether something follows. */
  static boolean readFlag(ByteReader in) {
    int flag = in.readByte();
    if (flag > 1) {
      throw ByteReader.damaged("neither there nor absent");
    }
    return flag == 1;
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
