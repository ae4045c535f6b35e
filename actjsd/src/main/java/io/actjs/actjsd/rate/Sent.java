package io.actjs.actjsd.rate;

import io.actjs.model.access.Principal;

/**
 * A request as a rate sees it.
 *
 * @param address what addresses are told apart by
 * @param operation what is asked for, for the refusal
 */
public record Sent(Principal who, String address, String operation) {
  boolean isAnonymous() {
    return who.equals(Principal.ANONYMOUS);
  }
}
