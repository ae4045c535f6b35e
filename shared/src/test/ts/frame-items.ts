import { FrameReader } from "./frame";

const reader = new FrameReader();

/** Reads a frame; returns its items, or what is wrong with it, as JSON. */
export function read(frame: string): string {
  const items = [];
  try {
    reader.open(frame);
    while (reader.next()) {
      items.push(reader.command());
    }
  } catch (error) {
    return JSON.stringify({ error: (error as Error).message });
  }
  return JSON.stringify(items);
}
