package io.actjs.actctl.project;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Why a file system refused, in words: the messages of its exceptions often are the path alone. */
final class Reason {
  private Reason() {}

  static String of(IOException refused) {
    return switch (refused) {
      case AccessDeniedException e -> "permission denied for " + e.getFile();
      case FileAlreadyExistsException e -> e.getFile() + " is in the way";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> refused.toString();
    };
  }
}
