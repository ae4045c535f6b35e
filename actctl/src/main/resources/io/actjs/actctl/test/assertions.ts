import { equal } from './equal';
import { placedAt, TestHarnessAssertionError } from './failure';
import { addressOf, TestRuntime } from './runtime';
import { brief } from './show';

/** Where an assertion was called: it is found wrong only later. */
function here(caller: Function): (error: TestHarnessAssertionError) => TestHarnessAssertionError {
  const place = new TestHarnessAssertionError('').calledFrom(caller);
  return error => placedAt(place, error);
}

const nameOf = (actor: any): string => `${actor.class}/${actor.id}`;

export async function assertSnapshot(actor: any, expected: unknown, options: any = {}): Promise<void> {
  const placed = here(assertSnapshot);
  addressOf(actor);
  const state = await actor.state();
  if (state === undefined) {
    throw placed(new TestHarnessAssertionError(`${nameOf(actor)} does not exist`, expected, undefined));
  }
  const partial = options.partial === true;
  if (!equal(state, expected, { partial })) {
    const headline = `the state of ${nameOf(actor)} is ${partial ? 'not like' : 'another than'} what is expected (- expected, + there)`;
    throw placed(TestHarnessAssertionError.of(headline, expected, state));
  }
}

export async function assertEmitted(actor: any, expected: any): Promise<void> {
  const placed = here(assertEmitted);
  const { runtime } = addressOf(actor);
  const events = (await actor.events()).map((event: any) => ({ type: event.type, payload: event }));
  const emits = (await runtime.emitted(actor)).map(({ type, data }: any) => ({ type, payload: data }));
  const all = [...events, ...emits];
  const found = all.some(
    ({ type, payload }) => type === expected.type && hasMembers(payload, expected.payload ?? {}),
  );
  if (!found) {
    const wish = `${brief(expected.type)}${expected.payload === undefined ? '' : ` with ${brief(expected.payload)}`}`;
    const like = all.filter(({ type }) => type === expected.type);
    const shown = like.length > 0 ? like : all;
    throw placed(
      TestHarnessAssertionError.of(
        `${nameOf(actor)} has emitted no ${wish} (- expected, + ${like.length > 0 ? 'those of the type' : 'all that there is'})`,
        [{ type: expected.type, payload: expected.payload ?? {} }],
        shown,
      ),
    );
  }
}

function hasMembers(payload: any, expected: Record<string, unknown>): boolean {
  return Object.entries(expected).every(([name, value]) => equal(payload?.[name], value));
}

export async function assertScheduled(runtime: TestRuntime, expected: any): Promise<void> {
  const placed = here(assertScheduled);
  const reminders = (await runtime.reminders()).map(({ actor, at, type, payload }: any) => ({
    type,
    at,
    actorId: actor.id,
    payload,
  }));
  const { type, at, payload, actorId } = expected;
  const found = reminders.some(
    each =>
      each.type === type &&
      (at === undefined || each.at === at) &&
      (actorId === undefined || each.actorId === actorId) &&
      (payload === undefined || hasOrIs(each.payload, payload)),
  );
  if (!found) {
    throw placed(
      TestHarnessAssertionError.of(
        `no such reminder is pending: ${brief(expected)} (- expected, + pending)`,
        [expected],
        reminders,
      ),
    );
  }
}

function hasOrIs(payload: any, expected: any): boolean {
  const members = typeof expected === 'object' && expected !== null && !Array.isArray(expected);
  return members ? hasMembers(payload, expected) : equal(payload, expected);
}

export async function assertNotMaterialized(actor: any): Promise<void> {
  const placed = here(assertNotMaterialized);
  const { runtime, ref } = addressOf(actor);
  if (await TestRuntime.ask(runtime, 'exists', { ref })) {
    throw placed(new TestHarnessAssertionError(`${nameOf(actor)} exists`));
  }
}
