import { DOMException } from "./fault";

const PIECE = 8_192;
const { apply } = Reflect;
const { fromCharCode } = String;

/** The text whose characters are the bytes. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += PIECE) {
    text += apply(fromCharCode, null, bytes.subarray(i, i + PIECE));
  }
  return text;
}

/** https://html.spec.whatwg.org/#dom-btoa */
export function btoa(data: unknown): string {
  if (arguments.length === 0) {
    throw new TypeError("btoa(text) needs a text");
  }
  const text = String(data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 255) {
      const advice = "encode it first: new TextEncoder().encode(text).toBase64()";
      throw new DOMException(`btoa: character ${i} is no byte; ${advice}`, "InvalidCharacterError");
    }
    bytes[i] = unit;
  }
  return bytes.toBase64();
}

/** https://html.spec.whatwg.org/#dom-atob */
export function atob(data: unknown): string {
  if (arguments.length === 0) {
    throw new TypeError("atob(text) needs a text");
  }
  try {
    return latin1(Uint8Array.fromBase64(String(data)));
  } catch {
    throw new DOMException("atob: the text is not Base64", "InvalidCharacterError");
  }
}
