package io.actjs.storage.move;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.Sha256;

/**
 * The first line of an export. Its last member is the SHA-256 of the line without that member.
 *
 * @param format of the lines
 * @param export the id, a UUID: an import that goes on knows its export by it
 * @param source the kind of the store that it was read from
 * @param createdAt milliseconds since 1970
 * @param server the version of the program that wrote it
 */
public record ExportHeader(
    long format, String export, String source, long createdAt, String server) {
  static final String TYPE = "export";

  /**
   * What is written. Format 1 has no headers but the manifest, formats 1 and 2 know reminders apart
   * from messages, those up to 3 have no replies, those up to 4 neither tags nor the times of the
   * first and the last turn, and those up to 5 nothing about access; all of them read as well.
   */
  static final long FORMAT = 6;

  /** Of an export in the format that is written. */
  public ExportHeader(String export, String source, long createdAt, String server) {
    this(FORMAT, export, source, createdAt, server);
  }

  String line() {
    String rest =
        JsonLine.of(TYPE)
            .number("format", format)
            .text("export", export)
            .text("source", source)
            .number("createdAt", createdAt)
            .text("server", server)
            .end();
    return rest.substring(0, rest.length() - 1) + ",\"sha256\":\"" + Sha256.of(rest) + "\"}";
  }

  /**
   * @throws IllegalArgumentException when the line is no header, or was changed
   */
  static ExportHeader parse(byte[] line) {
    Members members = Members.parse(line);
    if (!TYPE.equals(members.text("type"))) {
      throw new IllegalArgumentException("it is not the first line of an export");
    }
    long format = members.number("format");
    if (format < 1 || format > FORMAT) {
      throw new ActjsException(
          ProblemCode.ExportInvalid,
          "the export has the format "
              + format
              + " and this version reads formats up to "
              + FORMAT
              + ": import it with the version of actjs that wrote it, or a later one");
    }
    return new ExportHeader(
        format,
        members.text("export"),
        members.text("source"),
        members.number("createdAt"),
        members.text("server"));
  }
}
