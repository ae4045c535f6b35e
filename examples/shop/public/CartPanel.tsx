import { useEffect, useReducer, useState } from 'react';
import { useActor, useActorCall, useClient, useConnection } from 'actjs/bindings/react';
import { money, nameOf } from './articles';
import { heed } from './session';

export function CartPanel({ customer }: { customer: string }) {
  const client = useClient();
  const { state, error, status } = useActor('Cart', customer);
  const { call, optimistic, pending } = useActorCall('Cart', customer);
  const { state: wire } = useConnection();
  const [paid, setPaid] = useState<number>();
  const [failure, setFailure] = useState('');
  const [, show] = useReducer((times: number) => times + 1, 0);
  useEffect(() => heed(error), [error]);

  const cart = client.actor('Cart', customer);
  const items = state?.items ?? [];
  const waiting = cart.pending.length;
  const total = items.reduce((sum, each) => sum + each.count * each.price, 0);

  const failed = (e: unknown) => {
    heed(e);
    setFailure((e as Error).message);
  };

  function remove(sku: string) {
    setFailure('');
    optimistic('remove', { sku }, (draft) => void (draft.items = draft.items.filter((each) => each.sku !== sku)), { enqueueWhenOffline: true }).catch(failed);
  }

  async function checkout() {
    setFailure('');
    try {
      setPaid((await call.checkout()).paid);
    } catch (e) {
      failed(e);
    }
  }

  return (
    <aside aria-label="Cart" data-status={status}>
      <h2>Your cart</h2>
      {items.length === 0 ? <p className="quiet">{paid === undefined ? 'Nothing in it yet.' : 'Nothing in it any more.'}</p> : null}
      <ul className="items">
        {items.map(({ sku, count, price }) => (
          <li key={sku} data-sku={sku}>
            <span className="count">{count}</span>
            <span>{nameOf(sku)}</span>
            <span className="price">{money(count * price)}</span>
            <button aria-label={`Remove ${nameOf(sku)}`} onClick={() => remove(sku)}><span aria-hidden="true">✕</span></button>
          </li>
        ))}
      </ul>
      {status === 'error' && error ? <p className="failure" role="alert">{error.message}</p> : null}
      {cart.failed.map((each) => (
        <p key={each.idempotencyKey} className="failure" role="alert">
          {each.error.message} <button onClick={() => (each.discard(), show())}>All right</button>
        </p>
      ))}
      {failure ? <p className="failure" role="alert">{failure}</p> : null}
      <p className="total"><span>Total</span> <b>{money(total)}</b></p>
      <button className="primary wide" disabled={items.length === 0 || waiting > 0 || pending || wire !== 'open'} onClick={checkout}>Pay</button>
      <p className="quiet" role="status">
        {waiting > 0 && wire !== 'open' ? `${waiting} ${waiting === 1 ? 'change waits' : 'changes wait'} for the connection.` : paid !== undefined && items.length === 0 ? `Thank you: ${money(paid)} paid.` : ''}
      </p>
    </aside>
  );
}
