import type { ReminderChange } from "./bridge";

/** A pending reminder as a handler sees it. */
interface Reminder {
  readonly id: string;
  readonly at: number;
  readonly every: number;
  readonly type: string;
  readonly payload: unknown;
}

/** The stored reminders after what a turn that is not stored yet has done, first due first. */
export function listed(stored: unknown, changes: readonly ReminderChange[]): Reminder[] {
  const pending = new Map((stored as Reminder[]).map(reminder => [reminder.id, reminder]));
  for (const change of changes) {
    if ("cancelled" in change) {
      pending.delete(change.cancelled);
    } else {
      const { id, at, every, type, payload } = change;
      pending.set(id, { id, at, every, type, payload: JSON.parse(payload) });
    }
  }
  return [...pending.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
