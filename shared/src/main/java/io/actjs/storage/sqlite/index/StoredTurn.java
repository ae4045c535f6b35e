package io.actjs.storage.sqlite.index;

import io.actjs.model.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn that is in a segment and not yet in the tables: what its fold needs to know, and where its
 * bytes are.
 *
 * @param pos the segment's position
 * @param tags as {@link io.actjs.model.TurnRecord} has them
 * @param data the segment
 * @param offset where the turn's length and body start in it
 * @param length of both, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StoredTurn(
    long pos,
    long seq,
    long epoch,
    Version version,
    boolean tombstone,
    long at,
    @Nullable List<String> tags,
    byte[] data,
    int offset,
    int length) {}
