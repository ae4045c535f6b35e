// Shows over the page why a script could not be made.
export function show(reasons) {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = `
    <style>
      :host { all: initial }
      section { position: fixed; inset: 1rem 1rem auto; z-index: 2147483647; max-height: 80vh; overflow: auto; padding: 1rem 1.25rem;
        border-radius: 8px; border-top: 4px solid #ff6b6b; background: #1b1b1f; color: #f4f4f5; box-shadow: 0 8px 40px #0008;
        font: 14px/1.5 ui-monospace, monospace }
      h2 { margin: 0 0 .5rem; font-size: 15px; color: #ff8787 }
      pre { margin: 0 0 .5rem; white-space: pre-wrap }
      button { float: right; font: inherit; color: inherit; background: none; border: 1px solid #71717a; border-radius: 4px; cursor: pointer }
    </style>
    <section role="alert"><button>Close</button><h2>The page's script does not compile</h2></section>`;
  for (const reason of reasons) {
    root.querySelector('section').append(Object.assign(document.createElement('pre'), { textContent: reason }));
  }
  root.querySelector('button').addEventListener('click', () => host.remove());
  document.documentElement.append(host);
}
