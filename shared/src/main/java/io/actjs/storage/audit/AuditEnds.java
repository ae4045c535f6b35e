package io.actjs.storage.audit;

/**
 * Both ends of the audit, which are stored apart from its entries: so entries that are missing
 * there are missed.
 *
 * @param base the newest entry that retention has dropped; {@link ChainPoint#START} when it dropped
 *     none. As ordinals have no gap, its ordinal is the number of dropped entries.
 * @param head the newest entry; the base when there is none
 */
public record AuditEnds(ChainPoint base, ChainPoint head) {
  public static final AuditEnds EMPTY = new AuditEnds(ChainPoint.START, ChainPoint.START);
}
