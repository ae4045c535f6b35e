/** Typed arrays of integers, as `crypto.getRandomValues` fills them. */
export const INTEGER_VIEWS: readonly string[] = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "BigInt64Array",
  "BigUint64Array",
];

/** All typed arrays. */
export const TYPED_ARRAYS: readonly string[] = [
  ...INTEGER_VIEWS,
  "Float16Array",
  "Float32Array",
  "Float64Array",
];
