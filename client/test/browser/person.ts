import type { Browser, BrowserContext, Page } from 'playwright-core';
import { TcpProxy } from '../contract/proxy.ts';
import { within } from '../contract/server.ts';
import { stored } from './queue-page.ts';

const PATIENCE_MS = 60_000;
const LOAD_MS = 10_000;

/** Numbers of [0, 1), the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A tab of a person, open or not. The texts that it writes are named after it, the time it was loaded, and their number. */
class Tab {
  page: Page | undefined;
  isLoaded = false;
  loads = 0;
  texts = 0;
  faults: string[] = [];

  constructor(readonly name: string) {}

  /** What an expression of the page gives, which must not wait for the network. */
  async ask<T>(expression: string): Promise<T> {
    return within(PATIENCE_MS, `${this.name} evaluates ${expression}`, this.page!.evaluate(expression) as Promise<T>);
  }
}

/** Somebody with a browser and two tabs, whose network fails, and who reloads and closes them at any time. */
export class Person {
  readonly tabs: readonly Tab[];
  #isOnline = true;

  private constructor(
    readonly name: string,
    /** The actor that is written to. */
    readonly id: string,
    private readonly wire: TcpProxy,
    private readonly context: BrowserContext,
    private readonly random: () => number,
  ) {
    this.tabs = ['a', 'b'].map((tab) => new Tab(`${name}${tab}`));
  }

  static async of(name: string, id: string, port: number, browser: Browser, random: () => number): Promise<Person> {
    const context = await browser.newContext();
    // Pages reload when the person says so, and not when the server was started again.
    await context.addInitScript('globalThis.EventSource = class {}');
    return new Person(name, id, await TcpProxy.to(port), context, random);
  }

  async act(): Promise<void> {
    const chance = this.random();
    const tab = this.tabs[this.random() < 0.7 ? 0 : 1]!;
    if (chance < 0.06) {
      await this.#offline();
    } else if (chance < 0.16) {
      await this.online();
    } else if (chance < 0.2) {
      this.wire.cut();
    } else if (chance < 0.21) {
      this.wire.freeze();
    } else if (chance < 0.24 || !tab.isLoaded) {
      await this.load(tab);
    } else if (chance < 0.26) {
      await this.#close(tab);
    } else {
      await this.#write(tab, 1 + Math.floor(4 * this.random()));
    }
    await pause(150 * this.random());
  }

  async online(): Promise<void> {
    if (!this.#isOnline) {
      this.wire.open();
      await this.#setOffline(false);
      this.#isOnline = true;
    }
  }

  /** Loads a tab, opened before or not, once. It may fail: a person will try again. */
  async load(tab: Tab): Promise<boolean> {
    await this.#keepFaults(tab);
    const page = (tab.page ??= await this.#newPage(tab));
    tab.isLoaded = false;
    tab.loads++;
    try {
      await page.goto(`${this.wire.url}/?user=${this.name}&random=0.1&heartbeatMs=2000`, { timeout: LOAD_MS });
      await page.waitForFunction('globalThis.watch', undefined, { timeout: LOAD_MS });
    } catch {
      return false;
    }
    tab.isLoaded = true;
    await tab.ask(`watch('${this.id}')`);
    return true;
  }

  /** What the pages have found wrong, those that are closed too. */
  async faults(): Promise<string[]> {
    await Promise.all(this.tabs.map((tab) => this.#keepFaults(tab)));
    return this.tabs.flatMap(({ faults }) => faults);
  }

  /** Whether no call is under way, and none is stored. */
  async isQuiet(): Promise<boolean> {
    const quiet = await Promise.all(this.tabs.map((tab) => tab.ask<boolean>(`isQuiet('${this.id}')`)));
    return quiet.every(Boolean) && (await within(PATIENCE_MS, `${this.name} reads what is stored`, stored(this.tabs[0]!.page!))).length === 0;
  }

  /** The texts of the calls that were stored or answered, with their results; of both tabs and all that they were before. */
  async taken(): Promise<[text: string, result: string][]> {
    return this.tabs[0]!.ask('Object.entries(localStorage)');
  }

  async leave(): Promise<void> {
    await Promise.all([this.context.close(), this.wire.close()]);
  }

  async #write(tab: Tab, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const text = JSON.stringify(`${tab.name}.${tab.loads} ${++tab.texts}`);
      await tab.ask(`${this.random() < 0.5 ? 'push' : 'pushAtOnce'}('${this.id}', ${text})`);
    }
  }

  async #offline(): Promise<void> {
    this.#isOnline = false;
    await this.#setOffline(true);
    this.wire.shut();
  }

  /** A tab that is loaded: Chromium may forget to close one that is about to show that it was not. */
  async #close(tab: Tab): Promise<void> {
    await this.#keepFaults(tab);
    await within(PATIENCE_MS, `${tab.name} is closed`, tab.page!.close());
    tab.page = undefined;
    tab.isLoaded = false;
  }

  async #setOffline(offline: boolean): Promise<void> {
    await within(PATIENCE_MS, `${this.name} is ${offline ? 'off' : 'on'}line`, this.context.setOffline(offline));
  }

  async #newPage(tab: Tab): Promise<Page> {
    const page = await within(PATIENCE_MS, `${tab.name} is opened`, this.context.newPage());
    page.on('pageerror', (error) => tab.faults.push(`${tab.name}: ${error}`));
    // What the browser itself says of a lost connection is no fault of the page.
    page.on('console', (message) => message.type() === 'error' && !/net::ERR_|WebSocket connection|WebSocket is already/.test(message.text()) && tab.faults.push(`${tab.name}: ${message.text()}`));
    return page;
  }

  /** Before they are gone with the page. A call that was sent may get no answer within its deadline: it was not taken. */
  async #keepFaults(tab: Tab): Promise<void> {
    if (tab.isLoaded) {
      const found = await tab.ask<unknown[]>('[...faults.splice(0), ...failed.splice(0), ...made.splice(0).filter(([, n]) => !(n > 0) && n !== "CallTimeout")]');
      tab.faults.push(...found.map((each) => `${tab.name}: ${JSON.stringify(each)}`));
    }
  }
}
