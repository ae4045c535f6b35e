/** The modules that all classes share. */
export const MODULES = {
  'lib/values.ts': `
export interface Money { cents: number; currency: 'EUR' | 'USD' | 'GBP' }
export interface Address { street: string; city: string; country: string; at?: [number, number] }
export interface Range<T> { from: T; to: T | null }
export interface Stamped<T> { at: number; by: string; value: T }
export type Contact = { kind: 'mail'; mail: string } | { kind: 'phone'; country: number; phone: string } | { kind: 'none' };
export type Stage = 'draft' | 'open' | 'held' | 'closed';
export function sum(all: readonly Money[]): number {
  return all.reduce((cents, each) => cents + each.cents, 0);
}
`,
  'lib/pages.ts': `
export interface Page<T> { items: T[]; total: number; next?: string }
export type Result<T, E extends string> = { ok: true; value: T } | { ok: false; reason: E; path: string[] };
export interface Query<T> { where?: { member: keyof T & string; is: 'less' | 'equal' | 'more'; to: string | number }[]; like?: Partial<T>; size?: number }
export type Edited<T> = { readonly [K in keyof T]?: T[K] | null };
export function page<T>(all: readonly T[], from: number, size: number): Page<T> {
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, total: all.length, next: String(from + size) } : { items, total: all.length };
}
export function accepted<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}
`,
};
