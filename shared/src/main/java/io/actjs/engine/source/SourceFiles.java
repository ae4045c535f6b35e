package io.actjs.engine.source;

import org.jspecify.annotations.Nullable;

/** The files that an inspection may read: absolute paths, with {@code /} between their parts. */
public interface SourceFiles {
  /** No files at all. */
  SourceFiles NONE =
      new SourceFiles() {
        @Override
        public @Nullable String stamp(String path) {
          return null;
        }

        @Override
        public @Nullable String read(String path) {
          return null;
        }

        @Override
        public boolean isFolder(String path) {
          return false;
        }

        @Override
        public String realPath(String path) {
          return path;
        }
      };

  /** What changes when a file does; null when there is no file. */
  @Nullable String stamp(String path);

  /** The text of a file; null when it cannot be read. */
  @Nullable String read(String path);

  boolean isFolder(String path);

  /** The path without links; the same path when it names nothing. */
  String realPath(String path);
}
