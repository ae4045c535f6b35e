/** Who looks at the board in this browser, and as which colour the others see them. */
export interface Person {
  id: string;
  name: string;
  hue: number;
}

const NAMES = ['Otter', 'Heron', 'Lynx', 'Finch', 'Badger', 'Marten', 'Robin', 'Hare'];

export function me(): Person {
  const known = localStorage.getItem('person');
  if (known) {
    return JSON.parse(known) as Person;
  }
  const person = { id: crypto.randomUUID(), name: NAMES[Math.floor(Math.random() * NAMES.length)]!, hue: Math.floor(Math.random() * 360) };
  save(person);
  return person;
}

export function save(person: Person): void {
  localStorage.setItem('person', JSON.stringify(person));
}
