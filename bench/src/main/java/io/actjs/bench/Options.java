package io.actjs.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How long to measure, and where.
 *
 * @param seconds of one round
 * @param rounds of the server and as many of the yardstick, in turn
 * @param warmupSeconds most seconds of load before the first round of a server and transport
 * @param serverOptions JVM options of the servers beside those of the launcher
 * @param directory for data and logs; on the disk that is to be measured
 */
record Options(
    double seconds, int rounds, double warmupSeconds, List<String> serverOptions, Path directory) {}
