/**
 * Freezes a tree that was parsed just now, before it is shared. It may be as deep as its text: what
 * is still to be frozen is kept in a list.
 */
export function deepFreeze<T>(root: T): T {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "object" && next !== null) {
      Object.freeze(next);
      for (const member of Object.values(next) as unknown[]) {
        open.push(member);
      }
    }
  }
  return root;
}
