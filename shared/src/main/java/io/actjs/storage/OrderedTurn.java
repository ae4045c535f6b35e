package io.actjs.storage;

import io.actjs.model.TurnRecord;

/**
 * A turn in the order of its shard.
 *
 * @param pos positive; ascending in the order, not dense
 */
public record OrderedTurn(long pos, TurnRecord turn) {}
