import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { until, within, type Server } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';
import { Person, pause, randomOf } from './person.ts';
import { queueServer } from './queue-page.ts';

const PEOPLE = 5;
const MINUTES = Number(process.env.ACTJS_CHAOS_MINUTES ?? 0.4);
const SEED = Number(process.env.ACTJS_CHAOS_SEED ?? Date.now() % 1_000_000);
const START_MS = 90_000;
const QUIET_MS = 180_000;

describe.skipIf(!CHROMIUM)('five browsers', () => {
  let server: Server;
  let browser: Browser;
  const people: Person[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([queueServer(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(people.splice(0).map((each) => each.leave()));
  });

  // For longer: ACTJS_CHAOS_MINUTES=10 npx vitest run --project actjs test/browser/chaos.test.ts
  test(
    'whatever fails, in the end all see the state of the server, and each call that was taken was made once, in its order',
    async () => {
      onTestFailed(() => console.error(`Again: ACTJS_CHAOS_MINUTES=${MINUTES} ACTJS_CHAOS_SEED=${SEED}`));
      const id = 'chaos';
      for (let i = 0; i < PEOPLE; i++) {
        people.push(await Person.of(`p${i}`, id, server.port, browser, randomOf(SEED + i)));
      }
      await Promise.all(people.map(comeBack));
      const end = Date.now() + MINUTES * 60_000;
      let acts = 0;
      let kills = 0;
      const live = async (person: Person) => {
        for (; Date.now() < end; acts++) {
          await person.act();
        }
      };
      const killAgain = async (fate: () => number) => {
        for (; Date.now() < end; kills++) {
          await pause(3_000 + 6_000 * fate());
          await server.kill();
          await pause(1_000 * fate());
          await within(START_MS, 'the server is started again', server.restart());
        }
      };
      await Promise.all([killAgain(randomOf(SEED + PEOPLE)), ...people.map(live)]);

      await Promise.all(people.map(comeBack));
      const everyone = async (is: (person: Person) => Promise<boolean>) => (await Promise.all(people.map(is))).every(Boolean);
      await within(QUIET_MS, 'all calls are made', until(() => everyone((person) => person.isQuiet()), QUIET_MS));
      const { log } = (await server.state('Counter', id)) as { log: string[] };
      const text = JSON.stringify(log);
      const seesIt = async ({ tabs }: Person) => (await Promise.all(tabs.map((tab) => tab.ask('JSON.stringify(log)')))).every((seen) => seen === text);
      await within(QUIET_MS, 'all see the state of the server', until(() => everyone(seesIt), QUIET_MS));
      const taken = (await Promise.all(people.map((person) => person.taken()))).flat();
      expect(faultsOf(log, taken)).toEqual([]);
      expect((await Promise.all(people.map((person) => person.faults()))).flat()).toEqual([]);
      expect(kills).toBeGreaterThan(0);
      expect(taken.length).toBeGreaterThan(PEOPLE);
      console.log(`${acts} acts of ${PEOPLE} browsers, ${log.length} calls, ${kills} kills of the server`);
    },
    MINUTES * 60_000 + START_MS + 4 * QUIET_MS,
  );
});

/** Online, with all tabs. */
async function comeBack(person: Person): Promise<void> {
  await person.online();
  for (const tab of person.tabs) {
    if (!tab.isLoaded) {
      await within(QUIET_MS, `${tab.name} is loaded`, until(() => person.load(tab), QUIET_MS));
    }
  }
}

/** What is wrong with the log of a server, given the calls that were stored or answered. */
function faultsOf(log: readonly string[], taken: readonly (readonly [text: string, result: string])[]): string[] {
  const at = new Map(log.map((text, index) => [text, index]));
  const twice = log.filter((text, index) => at.get(text) !== index).map((text) => `${text} was made twice`);
  const lost = taken.filter(([text]) => !at.has(text)).map(([text]) => `${text} was taken, and not made`);
  const elsewhere = taken.filter(([text, result]) => result && log[Number(result) - 1] !== text).map(([text, result]) => `${text} was answered with ${result}`);
  // Of a tab those that were taken, whatever it was in between; of one page all that it made.
  const isTaken = new Set(taken.map(([text]) => text));
  const disordered = [...outOfOrder(log.filter((text) => isTaken.has(text)), /\..*/), ...outOfOrder(log, / .*/)];
  return [...twice, ...lost, ...elsewhere, ...disordered];
}

/** Texts with a number that is not above that of the one before, among those that are the same but for `rest`. */
function outOfOrder(texts: readonly string[], rest: RegExp): string[] {
  const last = new Map<string, number>();
  return texts.filter((text) => {
    const by = text.replace(rest, '');
    const number = Number(text.slice(text.indexOf(' ')));
    const isLate = number <= (last.get(by) ?? 0);
    last.set(by, number);
    return isLate;
  }).map((text) => `${text} was made after a later one`);
}
