package io.actjs.actctl.page;

import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with a file or a text, or the part of a file that is asked for (RFC 9110, 14). */
final class FileAnswer {
  private static final int SLICE = 64 << 10;

  /** One range; whoever asks for several gets all. */
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");

  private FileAnswer() {}

  /** The bytes from the first to the last, inclusively. */
  private record Part(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  /**
   * @param etag names what is sent, in quotes
   */
  static void text(Context ctx, String mediaType, String etag, String text) throws IOException {
    if (head(ctx, mediaType, etag)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      ctx.res().setContentLengthLong(utf8.length);
      ctx.res().getOutputStream().write(utf8);
    }
  }

  /** Streams it from the disk. */
  static void file(Context ctx, Path file) throws IOException {
    long size = Files.size(file);
    String etag = etag(file);
    if (!head(ctx, MediaTypes.of(file.getFileName().toString()), etag)) {
      return;
    }
    ctx.res().setHeader("Accept-Ranges", "bytes");
    Matcher range = RANGE.matcher(rangeOf(ctx, etag));
    Part part = new Part(0, size - 1);
    if (range.matches()) {
      Part wanted = part(range.group(1), range.group(2), size);
      if (wanted == null) {
        ctx.res().setStatus(416);
        ctx.res().setHeader("Content-Range", "bytes */" + size);
        return;
      }
      part = wanted;
      ctx.res().setStatus(206);
      ctx.res().setHeader("Content-Range", "bytes %d-%d/%d".formatted(part.first, part.last, size));
    }
    ctx.res().setContentLengthLong(part.length());
    copy(file, part, ctx.res().getOutputStream());
  }

  /** What a file is while nobody writes to it. */
  static String etag(Path file) throws IOException {
    return "\"%x-%x\""
        .formatted(Files.size(file), Files.getLastModifiedTime(file).toInstant().toEpochMilli());
  }

  /** Whether the client has not what it asks for. */
  private static boolean head(Context ctx, String mediaType, String etag) {
    ctx.res().setHeader("Cache-Control", "no-cache");
    ctx.res().setHeader("ETag", etag);
    ctx.res().setHeader("X-Content-Type-Options", "nosniff");
    if (RequestTerms.has(Requests.request(ctx), etag)) {
      ctx.res().setStatus(304);
      return false;
    }
    ctx.res().setStatus(200);
    ctx.res().setContentType(mediaType);
    return true;
  }

  private static String rangeOf(Context ctx, String etag) {
    String condition = ctx.header("If-Range");
    String range = ctx.header("Range");
    boolean holds = condition == null || condition.equals(etag);
    return range == null || !holds ? "" : range;
  }

  /** Null when there is nothing of it. */
  private static @Nullable Part part(@Nullable String from, @Nullable String to, long size) {
    if (from == null) {
      long last = to == null ? 0 : Math.min(Long.parseLong(to), size);
      return last == 0 ? null : new Part(size - last, size - 1);
    }
    long first = Long.parseLong(from);
    long last = to == null ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    return first > last ? null : new Part(first, last);
  }

  private static void copy(Path file, Part part, OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(part.first);
      byte[] slice = new byte[SLICE];
      long left = part.length();
      while (left > 0) {
        int read = in.read(slice, 0, (int) Math.min(SLICE, left));
        if (read < 0) {
          throw new IOException(file + " has become shorter");
        }
        out.write(slice, 0, read);
        left -= read;
      }
    }
  }
}
