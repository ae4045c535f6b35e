package io.actjs.actjsd.log;

/** What is worth a line, and all that is worse. The names are those of Logback. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
