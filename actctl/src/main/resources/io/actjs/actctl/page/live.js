// Reloads the page when its files change. One tab hears of that for all of the browser: each stream is one of six connections to the server.
const CHANNEL = 'actjs-dev';
let generation = Number(new URL(import.meta.url).searchParams.get('generation'));

function hear({ generation: now, from, styles }) {
  if (now === generation) {
    return;
  }
  if (!styles || from !== generation) {
    location.reload();
    return;
  }
  generation = now;
  for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
    const url = new URL(link.href);
    if (url.origin === location.origin) {
      url.searchParams.set('generation', now);
      const next = link.cloneNode();
      next.href = url.href;
      // Until the new one is there, the page keeps the old one.
      next.addEventListener('load', () => link.remove());
      link.after(next);
    }
  }
}

const channel = new BroadcastChannel(CHANNEL);
channel.onmessage = ({ data }) => hear(data);

function follow() {
  new EventSource('/.actjs/changes').onmessage = ({ data }) => {
    const change = JSON.parse(data);
    channel.postMessage(change);
    hear(change);
  };
  // The lock is kept until the page is gone.
  return new Promise(() => {});
}

if (navigator.locks) {
  navigator.locks.request(CHANNEL, follow);
} else {
  follow();
}
