package io.actjs.runtime.inbox;

import io.actjs.model.InboxEntry;

/** What becomes of a stored message that its actor did not handle. */
public sealed interface Judgement {

  /** It stays in the inbox, and was not tried: its actor will read it there. */
  record Stays() implements Judgement {}

  /** It leaves the inbox, to come again later or to be a dead letter. */
  record Leaves(InboxEntry entry) implements Judgement {}

  /** It stays first in the inbox of an actor that takes nothing more until somebody resumes it. */
  record Parks(String reason) implements Judgement {}
}
