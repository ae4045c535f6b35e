import { tell } from './errors.ts';
import type { Change, Present, SubscribeOptions, SubscriptionListener } from './types.ts';

/** Somebody who follows an actor. */
export interface Watcher {
  readonly listener: SubscriptionListener<any, any>;
  readonly options: SubscribeOptions<any, any>;
  /** It has had its first state. */
  begun: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/** A watcher that is begun or refused once, unless its signal is aborted before that. */
export function watcherOf(
  listener: Watcher['listener'],
  options: Watcher['options'],
  begun: () => void,
  refused: (error: unknown) => void,
): Watcher {
  const { signal } = options;
  const once =
    <T>(then: (value: T) => void) =>
    (value: T) => {
      signal?.removeEventListener('abort', aborted);
      then(value);
    };
  const reject = once(refused);
  const aborted = () => reject(signal?.reason);
  signal?.addEventListener('abort', aborted);
  return { listener, options, begun: false, resolve: once(begun) as () => void, reject };
}

/** Those who follow one actor. One that throws keeps nothing from the others. */
export class Watchers extends Set<Watcher> {
  readonly #present = new Map<string, Present>();

  tell(news: (watcher: Watcher) => unknown): void {
    for (const watcher of [...this]) {
      tell(() => news(watcher));
    }
  }

  /** Somebody came, changed or left. */
  present({ kind, present, left }: { kind: 'all' | 'change'; present: Present[]; left: string[] }): void {
    if (kind === 'all') {
      this.#present.clear();
    }
    present.forEach((each) => this.#present.set(each.who, each));
    left.forEach((who) => this.#present.delete(who));
    this.tell(({ options }) => options.onPresence?.([...this.#present.values()]));
  }

  /** Shows the state to those who have had one before. */
  show(state: unknown, change: Change): void {
    this.tell((watcher) => watcher.begun && watcher.listener(state, change));
  }

  /** Shows the state to those who have had none yet. */
  begin(state: unknown, change: Change): void {
    for (const watcher of [...this]) {
      if (!watcher.begun) {
        watcher.begun = true;
        tell(() => watcher.listener(state, change));
        if (this.#present.size > 0) {
          tell(() => watcher.options.onPresence?.([...this.#present.values()]));
        }
        watcher.resolve();
      }
    }
  }

  refuse(error: unknown): void {
    for (const watcher of [...this]) {
      if (!watcher.begun) {
        watcher.reject(error);
      }
    }
  }
}
