import type { Actor } from "./actors";
import { TextDecoder, TextEncoder } from "./encoding";
import { ActjsError, clip } from "./errors";

/**
 * Raw routes: a handler whose name is a method and a path, `POST /hooks/:id`, is given HTTP requests
 * as they come, and says itself what is answered. The server sends the request as JSON, and takes
 * the response as JSON; what authors see of both is made here.
 */

type Handler = (this: Actor, args: unknown) => unknown;

/** As the server sends it. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly query: Record<string, string>;
  readonly params: Record<string, string>;
  readonly headers: Record<string, string>;
  /** The body, when it is UTF-8. */
  readonly text?: string;
  /** Else its bytes. */
  readonly base64?: string;
}

/** As the server takes it. */
interface Answer {
  readonly status: number;
  /** Names and values, one after the other. */
  readonly headers: readonly string[];
  readonly text?: string;
  readonly base64?: string;
  readonly json?: unknown;
}

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const NAME = /^(GET|POST|PUT|PATCH|DELETE) \//;
const LITERAL = /^[A-Za-z0-9._~-]+$/;
const PARAMETER = /^:[A-Za-z_][A-Za-z0-9_]*$/;
const LONGEST_PATH = 240;
const MOST_SEGMENTS = 16;

/** Whether a handler of that name is a raw route. */
export function isRoute(name: string): boolean {
  return NAME.test(name);
}

/** The name of the handler that serves the route. @throws TypeError when there can be no such one */
export function routeName(method: unknown, path: unknown): string {
  if (typeof method !== "string" || typeof path !== "string" || !METHODS.includes(method)) {
    throw new TypeError(`write @http('POST', '/hooks/:id'); methods are ${METHODS.join(", ")}`);
  }
  const wrong = wrongPath(path);
  if (wrong !== null) {
    throw new TypeError(`@http('${method}', '${clip(path, 100)}'): ${wrong}`);
  }
  return `${method} ${path}`;
}

/** @throws ActjsError ClassInvalid when the name is that of a route that cannot be */
export function requireRoute(className: string, name: string): void {
  const wrong = wrongPath(name.slice(name.indexOf(" ") + 1));
  if (wrong !== null) {
    throw new ActjsError("ClassInvalid", `${className}: the route '${clip(name, 100)}': ${wrong}`);
  }
}

/** Why a path is none; null when it is one. */
function wrongPath(path: string): string | null {
  if (!path.startsWith("/") || path.length > LONGEST_PATH) {
    return `a path begins with / and has at most ${LONGEST_PATH} characters`;
  }
  const segments = path.slice(1).split("/");
  const wrong = segments.find(each => !LITERAL.test(each) && !PARAMETER.test(each));
  if (wrong !== undefined || segments.includes(".") || segments.includes("..")) {
    return "between two / stand letters, digits, - . _ ~, or a parameter such as :id";
  }
  const parameters = segments.filter(each => each.startsWith(":"));
  if (segments.length > MOST_SEGMENTS || new Set(parameters).size < parameters.length) {
    return `a path has at most ${MOST_SEGMENTS} parts, and each parameter once`;
  }
  if (parameters.length !== 1 && !parameters.includes(":id")) {
    return parameters.length === 0
      ? "a parameter says which actor it is for, such as /hooks/:id"
      : "of several parameters the one that is the actor's id is called :id";
  }
  return null;
}

/** The handler of a raw route, in the terms of the server. `raises`: it returns events; `waits`: it is async. */
export function serving(handler: Handler, raises: boolean, waits: boolean): Handler {
  const answer = (returned: unknown) => (raises ? answerWithEvents(returned) : answerOf(returned));
  if (waits) {
    return async function (this: Actor, args: unknown): Promise<unknown> {
      return answer(await handler.call(this, requestOf(args)));
    };
  }
  return function (this: Actor, args: unknown): unknown {
    const returned = handler.call(this, requestOf(args));
    return returned instanceof Promise ? returned.then(answer) : answer(returned);
  };
}

function requestOf(args: unknown): object {
  const { method, path, search, query, params, headers, text, base64 } = args as Partial<Sent>;
  if (typeof method !== "string" || typeof path !== "string" || typeof headers !== "object") {
    throw new ActjsError("SchemaInvalid", "a raw route takes HTTP requests, under /v1/http");
  }
  let bytes: Uint8Array | null = null;
  const bytesOf = (): Uint8Array => {
    bytes ??=
      base64 === undefined ? new TextEncoder().encode(text ?? "") : Uint8Array.fromBase64(base64);
    return bytes;
  };
  const textOf = (): string => text ?? new TextDecoder().decode(bytesOf());
  return {
    method,
    path,
    search: search ?? "",
    query: query ?? {},
    params: params ?? {},
    headers,
    text: textOf,
    bytes: () => bytesOf().slice(),
    json: (): unknown => JSON.parse(textOf()),
  };
}

function answerWithEvents(returned: unknown): unknown {
  if (Array.isArray(returned) || typeof returned !== "object" || returned === null) {
    return { events: returned, result: answerOf(undefined) };
  }
  const { events, result } = returned as { events?: unknown; result?: unknown };
  return { events, result: answerOf(result) };
}

function answerOf(returned: unknown): Answer {
  if (returned === undefined || returned === null) {
    return { status: 204, headers: [] };
  }
  if (typeof returned === "string") {
    return { status: 200, headers: [], text: returned.toWellFormed() };
  }
  if (!isPlain(returned)) {
    throw invalid(`it returns { status, headers, body }, a text, or nothing; not ${kind(returned)}`);
  }
  const { status, headers, body, ...others } = returned;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw invalid(`a response has status, headers and body, and no ${clip(other, 60)}`);
  }
  const none = body === undefined || body === null;
  const code = status === undefined ? (none ? 204 : 200) : status;
  if (typeof code !== "number" || !Number.isInteger(code) || code < 200 || code > 599) {
    throw invalid("status is a whole number from 200 to 599");
  }
  if (!none && (code === 204 || code === 205 || code === 304)) {
    throw invalid(`a response with status ${code} has no body`);
  }
  const answer = { status: code, headers: headersOf(headers) };
  if (none) {
    return answer;
  }
  if (typeof body === "string") {
    return { ...answer, text: body.toWellFormed() };
  }
  return body instanceof Uint8Array
    ? { ...answer, base64: body.toBase64() }
    : { ...answer, json: body };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MOST_HEADERS = 64;
const MOST_HEADER_CHARS = 8_192;

/** Of the connection, of the server, or of all that it serves. */
const NOT_THE_HANDLERS: ReadonlySet<string> = new Set([
  "alt-svc",
  "clear-site-data",
  "connection",
  "content-length",
  "date",
  "idempotency-key",
  "idempotency-replayed",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "server",
  "server-timing",
  "set-cookie",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const NOT_THE_HANDLERS_FAMILIES = ["access-control-", "x-actjs-"];

function headersOf(headers: unknown): string[] {
  if (headers === undefined || headers === null) {
    return [];
  }
  if (typeof headers !== "object" || Array.isArray(headers)) {
    throw invalid("headers is an object, name to value");
  }
  const flat: string[] = [];
  let chars = 0;
  for (const [name, given] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!TOKEN.test(name)) {
      throw invalid(`"${clip(name, 60)}" is not the name of a header`);
    }
    if (
      NOT_THE_HANDLERS.has(lower) ||
      NOT_THE_HANDLERS_FAMILIES.some(family => lower.startsWith(family))
    ) {
      throw invalid(`the header ${lower} is the server's, a handler cannot set it`);
    }
    for (const value of Array.isArray(given) ? (given as unknown[]) : [given]) {
      if (typeof value !== "string" || !VALUE.test(value)) {
        throw invalid(`the header ${lower} is a text, in one line, of Latin-1`);
      }
      flat.push(name, value);
      chars += name.length + value.length;
    }
  }
  if (flat.length > 2 * MOST_HEADERS || chars > MOST_HEADER_CHARS) {
    throw invalid(`a response has ${MOST_HEADERS} headers and ${MOST_HEADER_CHARS} characters in them`);
  }
  return flat;
}

function kind(value: unknown): string {
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}

function invalid(message: string): ActjsError {
  return new ActjsError("ResponseInvalid", `the handler of a raw route: ${message}`);
}
