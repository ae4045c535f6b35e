import { useEffect, useRef, type FormEvent } from 'react';
import { signIn } from './session';

/**
 * @param wanted why the server wants a token; empty when it does not
 */
export function SignIn({ wanted, onDone }: { wanted: string; onDone(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    signIn(String(data.get('customer')).trim(), String(data.get('token')).trim());
    onDone();
  }

  return (
    <dialog ref={dialog} aria-labelledby="sign-in" onCancel={onDone}>
      <form onSubmit={submit}>
        <h2 id="sign-in">Sign in</h2>
        {wanted ? <p className="failure" role="alert">{wanted}</p> : null}
        <label>Customer <input name="customer" required maxLength={40} pattern="[A-Za-z0-9_\-]+" title="letters, digits, - and _" autoComplete="username" autoFocus /></label>
        <label>Token <input name="token" type="password" autoComplete="current-password" required={wanted !== ''} /></label>
        <p className="quiet">A server without users needs no token. One with users takes what <code>actctl token create --sub NAME</code> prints.</p>
        <p className="actions"><button type="button" onClick={onDone}>Cancel</button> <button className="primary">Sign in</button></p>
      </form>
    </dialog>
  );
}
