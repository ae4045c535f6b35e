package io.actjs.actctl.page;

import java.util.Locale;
import java.util.Map;

/** The media types of files by the ends of their names. */
final class MediaTypes {
  static final String HTML = "text/html;charset=utf-8";
  static final String JAVASCRIPT = "text/javascript;charset=utf-8";
  private static final String OTHER = "application/octet-stream";

  private static final Map<String, String> BY_END =
      Map.ofEntries(
          Map.entry("html", HTML),
          Map.entry("htm", HTML),
          Map.entry("js", JAVASCRIPT),
          Map.entry("mjs", JAVASCRIPT),
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("json", "application/json;charset=utf-8"),
          Map.entry("map", "application/json;charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json;charset=utf-8"),
          Map.entry("txt", "text/plain;charset=utf-8"),
          Map.entry("md", "text/markdown;charset=utf-8"),
          Map.entry("csv", "text/csv;charset=utf-8"),
          Map.entry("xml", "application/xml;charset=utf-8"),
          Map.entry("svg", "image/svg+xml;charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("ico", "image/vnd.microsoft.icon"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("wasm", "application/wasm"));

  private MediaTypes() {}

  static String of(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_END.getOrDefault(end, OTHER);
  }
}
