package io.actjs.storage.jdbc;

/**
 * The statements on the whole store that differ between databases.
 *
 * @param heads class, id, version, seq, epoch, phase, closed_at of the actors that have run a turn,
 *     in order of the actors
 * @param turns class, id and a chunk of the journal, in order of actors and turns
 * @param beginImport the id of an export of which no line is taken
 * @param setProgress lines and whether all are taken; then the export's id, and the lines before
 */
public record ContentsDialect(String heads, String turns, String beginImport, String setProgress) {}
