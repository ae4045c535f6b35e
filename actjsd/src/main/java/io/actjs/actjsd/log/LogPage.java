package io.actjs.actjsd.log;

import java.util.List;

/**
 * What a reader of the log is given at once.
 *
 * @param lines in their order
 * @param last the number of the last line that was looked at: the next page begins behind it
 * @param missed lines behind the reader's place that nobody can read any more
 */
public record LogPage(List<KeptLine> lines, long last, long missed) {}
