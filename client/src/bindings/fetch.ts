import { Client, RpcError, type ClientOptions, type StateOf } from '../client/index.ts';
import type { InitialActor } from './view.ts';

const DEADLINE_MS = 10_000;

export interface FetchOptions extends Pick<ClientOptions, 'token' | 'wsCtor'> {
  /** The address of the server, such as `https://actors.example.org`. */
  url: string;
  /** The SHA-256 of a manifest. Default: `latest`. */
  manifest?: string;
  /** Milliseconds after which it fails with `CallTimeout`. Default: 10 000. */
  deadlineMs?: number;
  /** Gives up; it fails with the signal's reason. */
  signal?: AbortSignal;
}

/** A state that was read on a server, as plain JSON: the page hands it to the hooks, which go on from there. */
export interface FetchedActor<S = unknown> extends InitialActor<S> {
  /** The manifest that it was asked under, or `latest`. */
  readonly manifestSha: string;
}

/** What reads an actor, with `R` as the table of classes. */
export interface FetchActor<R extends object> {
  /** Reads the state of an actor, as a component would have it, with a connection that is closed again. */
  <N extends keyof R & string>(className: N, id: string, options: FetchOptions): Promise<FetchedActor<StateOf<R, N>>>;
  /** Reads the state of an actor with a client that is yours, and stays open. */
  <C extends object, N extends keyof C & string>(
    client: Client<C>,
    className: N,
    id: string,
    options?: Pick<FetchOptions, 'deadlineMs' | 'signal'>,
  ): Promise<FetchedActor<StateOf<C, N>>>;
}

export async function read(...given: any[]): Promise<FetchedActor> {
  if (given[0] instanceof Client) {
    return readBy(...(given as [Client, string, string, FetchOptions]));
  }
  const [className, id, options] = given as [string, string, FetchOptions];
  const { url, manifest = 'latest', token, wsCtor } = options;
  const client = new Client({ url, pin: manifest, ...(token !== undefined && { token }), ...(wsCtor && { wsCtor }) });
  try {
    return await readBy(client, className, id, options);
  } finally {
    await client.close();
  }
}

async function readBy(client: Client, className: string, id: string, options: Partial<FetchOptions> = {}): Promise<FetchedActor> {
  const { deadlineMs = DEADLINE_MS } = options;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  let read: FetchedActor | undefined;
  try {
    const listener = (snapshot: unknown, { position }: { position: string | undefined }) =>
      (read = { class: className, id, snapshot, position: position ?? '', manifestSha: client.manifestPin() });
    const stop = await client.actor<any>(className as never, id).subscribe(listener, { signal });
    stop();
  } catch (e) {
    if (deadline.aborted && !options.signal?.aborted) {
      const why = client.connection.error?.message;
      throw new RpcError('CallTimeout', `${className}/${id} was not read within ${deadlineMs} ms${why ? `: ${why}` : ''}`);
    }
    throw e;
  }
  return read!;
}
