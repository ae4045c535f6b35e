import type { RequestOptions } from './requests.ts';
import type { View } from './view.ts';

/** The part of a client that streams need. */
export interface StreamHost {
  request(method: string, params: object, options?: RequestOptions): Promise<unknown>;
  /** Sends what nobody waits for the answer of, if there is a connection. */
  notify(method: string, params: object): void;
}

/** The part of a client that views need. */
export interface ViewHost extends StreamHost {
  isOpen(): boolean;
  /** Nobody looks at it any more. */
  unused(view: View): void;
}
