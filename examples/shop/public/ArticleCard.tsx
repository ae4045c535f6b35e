import { useEffect } from 'react';
import { useActor, useActorCall } from 'actjs/bindings/react';
import { money, type Article } from './articles';
import { heed } from './session';

interface Props {
  article: Article;
  customer: string | undefined;
  onSignIn(): void;
}

export function ArticleCard({ article, customer, onSignIn }: Props) {
  const { state: stock, error } = useActor('Stock', article.sku);
  useEffect(() => heed(error), [error]);
  const left = stock?.free ?? 0;
  const price = stock?.price ?? 0;
  return (
    <li style={{ '--hue': article.hue } as React.CSSProperties}>
      <svg viewBox="0 0 100 100" aria-hidden="true">{article.picture}</svg>
      <h3>{article.name}</h3>
      <p className="quiet">{article.from}</p>
      <p className="buy">
        <span><b>{price > 0 ? money(price) : '–'}</b> <span className="left" data-low={left < 4}>{left === 0 ? 'sold out' : `${left} left`}</span></span>
        {customer === undefined ? (
          <button className="primary" disabled={left === 0} onClick={onSignIn}>Add<span className="hidden"> {article.name}</span></button>
        ) : (
          <Add article={article} price={price} customer={customer} disabled={left === 0} />
        )}
      </p>
    </li>
  );
}

function Add({ article: { sku, name }, price, customer, disabled }: { article: Article; price: number; customer: string; disabled: boolean }) {
  const { optimistic, error } = useActorCall('Cart', customer);
  useEffect(() => heed(error), [error]);

  /** It is in the cart at once. Without a connection the call is kept, and done when there is one again. */
  function add() {
    optimistic(
      'add',
      { sku },
      (draft) => {
        const item = draft.items.find((each) => each.sku === sku);
        if (item) {
          item.count += 1;
        } else {
          draft.items.push({ sku, count: 1, price });
        }
      },
      { enqueueWhenOffline: true },
    ).catch(() => {
      // It is in the cart's failures, where the customer may try again.
    });
  }

  return <button className="primary" disabled={disabled} onClick={add}>Add<span className="hidden"> {name}</span></button>;
}
