package io.actjs.actjsd.log;

/** How lines look. */
public enum LogFormat {
  /** One line for people; what a message brings along cannot look like another line. */
  TEXT,
  /** One JSON object a line. */
  JSON
}
