package io.actjs.storage.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A statement's argument that may contain any character. PostgreSQL's text type cannot store
 * U+0000, so its columns for such texts hold UTF-8; {@link Rows#utf8} reads them from every
 * database.
 */
public record FreeText(String text) {
  static @Nullable FreeText ofNullable(@Nullable String text) {
    return text == null ? null : new FreeText(text);
  }
}
