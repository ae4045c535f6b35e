/** An amount in whole cents: fractions of a dollar do not add up exactly. */
export type Cents = number;

/** Some goods of one kind, and the price of one piece. */
export interface Line {
  sku: string;
  count: number;
  price: Cents;
}

export function total(lines: readonly Line[]): Cents {
  return lines.reduce((sum, line) => sum + line.count * line.price, 0);
}

/** `$12.50` */
export function inDollars(amount: Cents): string {
  return `$${(amount / 100).toFixed(2)}`;
}
