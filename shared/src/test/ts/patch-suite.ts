import { applyPatch } from "./patch";
import type { Box } from "./part";

/** The document after a patch, as JSON; both arguments are JSON. */
export function patched(document: string, patch: string): string {
  const box: Box = { value: JSON.parse(document) };
  applyPatch(box, patch);
  return JSON.stringify(box.value);
}
