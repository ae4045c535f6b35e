package io.actjs.actctl.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a value is, as the scripts write it: the names below, or {@code =a,b} for one of a few
 * words.
 */
enum ValueKind {
  NONE,
  FILE,
  DIR,
  COMMAND,
  PROFILE,
  CLASS,
  /** {@code Cart@1.2.0}; a class alone will not do. */
  REF,
  /** {@code Cart} or {@code Cart@1.2.0}. */
  CLASS_OR_REF,
  /** Of an actor whose class comes before. */
  ID,
  /** A handler of the class that comes before. */
  METHOD,
  /** Of the class that comes before. */
  VERSION;

  /** As the scripts write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the value of an option or an argument is. */
  static String of(CommandSpec command, ArgSpec arg) {
    List<String> words = new ArrayList<>();
    if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(it -> words.add(it.toLowerCase(Locale.ROOT)));
    }
    return words.isEmpty() ? kind(command, arg).text() : "=" + String.join(",", words);
  }

  private static ValueKind kind(CommandSpec command, ArgSpec arg) {
    if (arg instanceof OptionSpec option && option.longestName().equals("--profile")) {
      return PROFILE;
    }
    boolean ofClass =
        command.positionalParameters().stream().anyMatch(it -> it.paramLabel().equals("CLASS"));
    return switch (arg.paramLabel()) {
      case "CLASS" -> CLASS;
      case "CLASS@VERSION", "CLASS@RANGE", "NAME@RANGE" -> REF;
      case "CLASS[@VERSION]" -> CLASS_OR_REF;
      case "ID" -> ofClass ? ID : NONE;
      case "METHOD" -> ofClass ? METHOD : NONE;
      case "VERSION" -> ofClass ? VERSION : NONE;
      case "COMMAND" -> COMMAND;
      case "DIR" -> DIR;
      case "FILE", "PATH", "FILE|java:NAME", "URL|FILE" -> FILE;
      default -> Path.class.equals(arg.type()) ? FILE : NONE;
    };
  }
}
