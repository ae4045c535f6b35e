package io.actjs.runtime.host;

/**
 * What the first hooks of a new actor did: its first turn. It is stored right before the first turn
 * after it that leaves something to store, so that a refused call or a look leaves no actor behind.
 *
 * @param change a JSON array, patch or events
 */
record Birth(Turn turn, String change, TurnEffects sent) {}
