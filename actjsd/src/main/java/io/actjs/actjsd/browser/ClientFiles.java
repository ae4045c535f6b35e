package io.actjs.actjsd.browser;

import io.actjs.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The modules of the client, made by {@link ClientBuild}; each has a name of its content. */
final class ClientFiles {
  /** What pages import. */
  static final String MAIN = "actjs.js";

  /** What it imports when a page needs it. */
  static final List<String> LAZY = List.of("http-socket.js", "rest.js");

  private static final int HASH_LENGTH = 16;

  private final Map<String, File> byName;
  private final File main;

  /** A module. */
  static final class File {
    /** With a part of the hash. */
    final String name;

    /** SHA-256 of {@link #plain}, in hexadecimal. */
    final String hash;

    final byte[] plain;
    final byte[] gzip;

    private File(String name, byte[] plain) throws IOException {
      this.hash = Sha256.of(new String(plain, StandardCharsets.UTF_8));
      this.name = hashed(name, hash);
      this.plain = plain;
      this.gzip = compressed(plain);
    }
  }

  private ClientFiles(File main, List<File> lazy) {
    this.main = main;
    this.byName =
        Stream.concat(Stream.of(main), lazy.stream())
            .collect(Collectors.toUnmodifiableMap(file -> file.name, file -> file));
  }

  static ClientFiles load() {
    return new ClientFiles(read(MAIN), LAZY.stream().map(ClientFiles::read).toList());
  }

  private static File read(String name) {
    try (InputStream in = ClientFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build of the server has no " + name);
      }
      return new File(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code actjs-0123456789abcdef.js}. */
  static String hashed(String name, String hash) {
    int dot = name.lastIndexOf('.');
    return name.substring(0, dot) + '-' + hash.substring(0, HASH_LENGTH) + name.substring(dot);
  }

  /** As small as it gets: it is done once. */
  private static byte[] compressed(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  File main() {
    return main;
  }

  /** The module that has this name with a hash, or null. */
  @Nullable File get(String name) {
    return byName.get(name);
  }
}
