import { Client } from '/client/actjs.js';

const TYPING_EVERY_MS = 2_000;
const TYPING_FOR_MS = 3_500;
const WORD_MS = 70;
const ROOMS = ['lobby', 'kitchen', 'help'];

const client = new Client({ url: '/' });
const me = crypto.randomUUID();
const $ = (id) => document.getElementById(id);

let name = localStorage.getItem('name') ?? `Guest ${1 + Math.floor(Math.random() * 900)}`;
/** The room that is shown: its handle, how to leave it, and what is shown of it by id. */
let current;

// ---- the room

async function enter() {
  current?.leave.abort();
  const id = decodeURIComponent(location.hash.slice(1)) || ROOMS[0];
  const room = { id, actor: client.actor('ChatRoom', id), leave: new AbortController(), items: new Map(), answers: new Map() };
  current = room;
  document.title = `#${id} – Chat`;
  $('title').textContent = `#${id}`;
  $('messages').replaceChildren();
  $('present').replaceChildren();
  $('typing').textContent = '';
  typists.clear();
  showRooms();
  const { signal } = room.leave;
  try {
    const stop = await room.actor.subscribe((state) => !signal.aborted && showMessages(room, state?.messages ?? []), {
      who: me,
      presence: { name },
      signal,
      onEmit: (type, { from }) => type === 'typing' && !signal.aborted && showTyping(from),
      onPresence: (all) => !signal.aborted && showPresent(all),
    });
    signal.aborted ? stop() : signal.addEventListener('abort', stop);
  } catch (e) {
    if (!signal.aborted) {
      showError(e);
    }
  }
}

function showMessages(room, messages) {
  const pending = new Set(room.actor.pending.map((each) => each.idempotencyKey));
  keepingPlace(() => {
    const shown = new Set(messages.map((each) => each.id));
    for (const [id, item] of room.items) {
      if (!shown.has(id)) {
        item.remove();
        room.items.delete(id);
      }
    }
    for (const message of messages) {
      // The answer that was shown word by word is in the room now.
      room.answers.get(message.id)?.remove();
      room.answers.delete(message.id);
      const item = room.items.get(message.id) ?? bubble(message);
      room.items.set(message.id, item);
      item.classList.toggle('pending', pending.has(message.id));
      $('messages').append(item);
    }
    $('messages').append(...room.answers.values());
  });
}

function bubble({ id, from, text, at }) {
  const item = document.createElement('li');
  item.dataset.id = id;
  item.classList.toggle('own', from === name);
  item.classList.toggle('bot', from === 'Bot');
  const by = element('p', 'by', element('b', '', from));
  by.append(' ', Object.assign(element('time', '', new Date(at).toLocaleTimeString([], { timeStyle: 'short' })), { dateTime: new Date(at).toISOString() }));
  item.append(avatar(from), by, element('p', 'text', text));
  return item;
}

function avatar(who) {
  const made = element('span', 'avatar', [...who][0].toUpperCase());
  made.ariaHidden = 'true';
  made.style.setProperty('--hue', [...who].reduce((hue, each) => (hue * 31 + each.codePointAt(0)) % 360, 7));
  return made;
}

function element(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(content);
  return made;
}

/** Whoever reads the last message goes on reading the last one. */
function keepingPlace(change) {
  const log = $('log');
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  change();
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

// ---- what one says

$('compose').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text !== '') {
    $('text').value = '';
    void say(current, crypto.randomUUID(), text);
  }
});

$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('compose').requestSubmit();
  }
});

/** It is shown at once, kept while there is no connection, and said once however often it is sent. */
async function say(room, id, text) {
  const message = { id, from: name, text };
  try {
    await room.actor.optimistic('say', message, (draft) => void draft.messages.push({ ...message, at: Date.now() }), {
      idempotencyKey: id,
      enqueueWhenOffline: true,
    });
  } catch (e) {
    showFailed(room, message, e);
    return;
  }
  if (/^@bot\b/i.test(text)) {
    void answer(room, text);
  }
}

function showFailed(room, message, error) {
  const item = bubble({ ...message, at: Date.now() });
  item.classList.add('failed');
  const again = element('button', '', 'Try again');
  again.addEventListener('click', () => {
    item.remove();
    void say(room, crypto.randomUUID(), message.text);
  });
  item.querySelector('.by').append(` · ${error.message} `, again);
  if (room === current) {
    keepingPlace(() => $('messages').append(item));
  }
}

/** Each word leaves the server when the one before has been shown. */
async function answer(room, text) {
  const id = crypto.randomUUID();
  const item = bubble({ id, from: 'Bot', text: '', at: Date.now() });
  item.classList.add('streaming');
  item.ariaBusy = 'true';
  room.answers.set(id, item);
  if (room === current) {
    keepingPlace(() => $('messages').append(item));
  }
  const shown = item.querySelector('.text');
  try {
    for await (const word of client.actor('Bot', room.id).stream('answer', { id, room: room.id, text }, { credit: 1 })) {
      keepingPlace(() => shown.append(shown.textContent === '' ? word : ` ${word}`));
      await new Promise((resolve) => setTimeout(resolve, WORD_MS));
    }
  } catch (e) {
    room.answers.delete(id);
    item.classList.add('failed');
    item.querySelector('.by').append(` · ${e.message}`);
  }
  item.classList.remove('streaming');
  item.ariaBusy = 'false';
}

// ---- who is there

const typists = new Map();
let toldTyping = 0;

$('text').addEventListener('input', () => {
  const now = Date.now();
  if (now - toldTyping > TYPING_EVERY_MS && client.connection.state === 'open') {
    toldTyping = now;
    // A hint: when it is lost, nothing is.
    current.actor.call.typing({ from: name }).catch(() => {});
  }
});

function showTyping(from) {
  if (from === name) {
    return;
  }
  clearTimeout(typists.get(from));
  typists.set(from, setTimeout(() => (typists.delete(from), tellTyping()), TYPING_FOR_MS));
  tellTyping();
}

function tellTyping() {
  const names = [...typists.keys()];
  $('typing').textContent = names.length === 0 ? '' : `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} typing …`;
}

function showPresent(all) {
  const names = [...new Set(all.map(({ data }) => data?.name).filter(Boolean))].sort();
  $('present').replaceChildren(
    ...names.map((each) => {
      const item = element('li', '', avatar(each));
      item.append(each === name ? `${each} (you)` : each);
      return item;
    }),
  );
}

$('who').addEventListener('submit', (event) => {
  event.preventDefault();
  const chosen = $('name').value.trim();
  if (chosen !== '' && chosen !== name) {
    name = chosen;
    localStorage.setItem('name', name);
    void enter();
  }
});

// ---- rooms and the connection

let known = [];

function showRooms() {
  const all = [...new Set([...ROOMS, ...known, current.id])];
  $('rooms').replaceChildren(
    ...all.map((id) => {
      const link = element('a', '', id);
      link.href = `#${encodeURIComponent(id)}`;
      if (id === current.id) {
        link.ariaCurrent = 'page';
      }
      return element('li', '', link);
    }),
  );
}

$('open').addEventListener('submit', (event) => {
  event.preventDefault();
  location.hash = $('other').value;
  $('other').value = '';
  $('text').focus();
});

function showConnection({ state, transport }) {
  $('connection').dataset.state = state;
  $('connection').textContent = state === 'open' ? `live over ${transport === 'http' ? 'HTTP' : 'a WebSocket'}` : state === 'waiting' ? 'offline, trying again' : state;
}

function showError(error) {
  $('connection').dataset.state = 'error';
  $('connection').textContent = error.message;
}

client.onConnection(showConnection);
addEventListener('hashchange', () => void enter());
$('name').value = name;
void enter();
client.list({ class: 'ChatRoom' }).then(
  ({ actors }) => {
    known = actors.map((each) => each.id);
    showRooms();
  },
  () => {
    // Then the usual ones are there.
  },
);
