import { useEffect, useState, useSyncExternalStore } from 'react';
import { useActor, useClient, useConnection } from 'actjs/bindings/react';
import { MANIFEST_SHA } from './actors/index.js';
import { ARTICLES, money } from './articles';
import { ArticleCard } from './ArticleCard';
import { CartPanel } from './CartPanel';
import { heed, sessions, signOut } from './session';
import { SignIn } from './SignIn';

const PINS = {
  pinned: 'The server answers with the versions that this page was built for.',
  unknown: 'This server does not know them yet, so it answers with its latest ones. “actctl manifest register” makes them known.',
  moved: 'The shop runs newer versions by now, so it answers with those.',
};

export function Shop() {
  const { customer, pin } = useSyncExternalStore(sessions.subscribe, sessions.get);
  const { state: wire, error } = useConnection();
  const [asking, setAsking] = useState(false);
  const unauthorized = wire === 'refused' && error?.code === 'Unauthorized';

  return (
    <>
      <header>
        <h1><img src="icon.svg" alt="" /> Orchard</h1>
        <p className="wire" role="status" data-state={wire}>{wire === 'open' ? 'live' : wire === 'waiting' ? 'offline, your changes are kept' : unauthorized ? 'please sign in' : wire}</p>
        {customer === undefined ? (
          <button onClick={() => setAsking(true)}>Sign in</button>
        ) : (
          <p className="customer"><b>{customer}</b> <button onClick={signOut}>Sign out</button></p>
        )}
      </header>
      {asking || unauthorized ? <SignIn wanted={unauthorized ? error.message : ''} onDone={() => setAsking(false)} /> : null}
      <div className="columns">
        <main>
          <h2>On the shelves</h2>
          <Shelves onSignIn={() => setAsking(true)} customer={customer} />
        </main>
        {customer === undefined ? (
          <aside aria-label="Cart"><h2>Your cart</h2><p className="quiet">Sign in, and it is here on every device.</p></aside>
        ) : (
          <CartPanel key={customer} customer={customer} />
        )}
      </div>
      <footer>
        <Takings />
        <p><span className="pin" data-pin={pin}>{pin === 'pinned' ? 'pinned to' : 'not pinned to'} <code>{MANIFEST_SHA.slice(0, 12)}</code>.</span> <span className="quiet">{PINS[pin]}</span></p>
      </footer>
    </>
  );
}

function Shelves({ customer, onSignIn }: { customer: string | undefined; onSignIn(): void }) {
  const client = useClient();
  const first = useActor('Stock', ARTICLES[0]!.sku);
  const [failure, setFailure] = useState('');
  const isEmpty = first.status === 'ready' && !first.state?.price;

  async function fill() {
    setFailure('');
    try {
      await Promise.all(ARTICLES.map(({ sku, price }) => client.actor('Stock', sku).call.restock({ count: 12, price })));
    } catch (e) {
      heed(e);
      setFailure((e as Error).message);
    }
  }

  return (
    <>
      {isEmpty ? <p className="notice">The shelves are empty. <button className="primary" onClick={fill}>Fill them</button></p> : null}
      {failure ? <p className="failure" role="alert">{failure}</p> : null}
      <ul className="shelves">
        {ARTICLES.map((article) => <ArticleCard key={article.sku} article={article} customer={customer} onSignIn={onSignIn} />)}
      </ul>
    </>
  );
}

/** What the ledger adds up to: its events are folded here, by the reducer of the class. */
function Takings() {
  const { state, error } = useActor('Ledger', 'shop');
  useEffect(() => heed(error), [error]);
  return <p><b>{money(state?.balance ?? 0)}</b> taken in {state?.sales ?? 0} {state?.sales === 1 ? 'sale' : 'sales'}</p>;
}
