import { ActjsError } from "./errors";

const MOST_POINTERS = 100;
const LONGEST_POINTER = 500;

/** A JSON pointer to a member below the root: `~` only in `~0` and `~1`. */
const POINTER = /^(?:\/(?:[^/~]|~[01])+)+$/;

/**
 * Reads `static personal`: where in the state the personal members are, as JSON pointers in which
 * `*` stands for every element or member.
 *
 * @param stores whether there is a stored state in which they could be
 * @throws ActjsError ClassInvalid
 */
export function personalOf(name: string, type: object, stores: boolean): readonly string[] {
  const { personal } = type as { personal?: unknown };
  if (personal === undefined) {
    return [];
  }
  if (!stores) {
    throw invalid(`${name} is a Replica, which is never stored: remove static personal`);
  }
  if (!Array.isArray(personal) || personal.length === 0 || personal.length > MOST_POINTERS) {
    const wanted = `an array of 1 to ${MOST_POINTERS} JSON pointers`;
    throw invalid(`${name}: static personal is ${wanted}, such as ['/email', '/notes/*/text']`);
  }
  return personal.map((pointer: unknown) => pointerOf(name, pointer));
}

function pointerOf(name: string, pointer: unknown): string {
  const isPointer =
    typeof pointer === "string" && pointer.length <= LONGEST_POINTER && POINTER.test(pointer);
  if (!isPointer || !pointer.isWellFormed()) {
    const shown = typeof pointer === "string" ? `'${pointer.slice(0, 100).toWellFormed()}'` : typeof pointer;
    const wanted = "each is a pointer to a member of the state, such as '/email' or '/notes/*/text'";
    throw invalid(`${name}: static personal has ${shown}; ${wanted}`);
  }
  return pointer;
}

function invalid(message: string): ActjsError {
  return new ActjsError("ClassInvalid", message);
}
