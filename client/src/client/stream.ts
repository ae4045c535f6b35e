import type { StreamHost } from './host.ts';
import type { RequestOptions } from './requests.ts';

const CREDIT = 32;

/**
 * The values of a call, as they come; the result of the handler is the `value` of the last step. The handler goes on only as far as the consumer
 * has given credit for, and is cancelled when the consumer leaves the loop.
 *
 * It is sent once: when the connection is lost, the stream fails with `ConnectionLost`, and what the server keeps no caller for is undone.
 */
export async function* stream(host: StreamHost, params: object, options: RequestOptions & { credit?: number | undefined }): AsyncGenerator<any, any, undefined> {
  const { credit = CREDIT, signal, deadlineMs } = options;
  const left = new AbortController();
  const values: unknown[] = [];
  let callId = 0;
  let wake = () => {};
  let ended = false;
  const answer = host.request(
    'actor.call',
    { ...params, credit },
    {
      once: true,
      deadlineMs,
      signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
      onId: (id) => (callId = id),
      onValue: (value) => {
        values.push(value);
        wake();
      },
    },
  );
  const end = () => {
    ended = true;
    wake();
  };
  answer.then(end, end);
  let taken = 0;
  try {
    for (;;) {
      while (values.length > 0) {
        yield values.shift();
        if (++taken * 2 >= credit && !ended) {
          host.notify('actor.credit', { callId, credit: taken });
          taken = 0;
        }
      }
      if (ended) {
        return ((await answer) as { result?: unknown }).result;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    left.abort();
  }
}
