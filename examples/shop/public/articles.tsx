import type { ReactNode } from 'react';

export interface Article {
  sku: string;
  name: string;
  from: string;
  hue: number;
  /** Cents, when the shelves are filled. */
  price: number;
  picture: ReactNode;
}

const leaf = <path fill="#5c8f4e" d="M51 27c1-10 9-15 19-15 0 10-8 16-19 15z" />;
const stalk = <path fill="none" stroke="#6d4c33" strokeWidth="3" strokeLinecap="round" d="M50 34c0-8 1-12 4-17" />;

export const ARTICLES: readonly Article[] = [
  {
    sku: 'apple', name: 'Apple', from: 'Elstar, from the old orchard', hue: 8, price: 30,
    picture: <>{stalk}<path fill="#cf4a3c" d="M50 36c-9-7-31-5-31 19 0 17 12 33 22 33 4 0 6-2 9-2s5 2 9 2c10 0 22-16 22-33 0-24-22-26-31-19z" /><path fill="#fff" opacity=".28" d="M28 50c1-7 6-10 11-10-6 4-8 9-8 16-2 0-3-3-3-6z" />{leaf}</>,
  },
  {
    sku: 'pear', name: 'Pear', from: 'Conference, ripe on Friday', hue: 75, price: 45,
    picture: <>{stalk}<path fill="#b5b545" d="M50 30c-8 0-11 6-12 14-2 10-15 14-15 28 0 11 12 17 27 17s27-6 27-17c0-14-13-18-15-28-1-8-4-14-12-14z" /><path fill="#fff" opacity=".28" d="M34 66c1-7 6-9 9-15 0 8-4 12-5 19-2 1-4-1-4-4z" />{leaf}</>,
  },
  {
    sku: 'plum', name: 'Plum', from: 'Zwetschge, for the cake', hue: 285, price: 25,
    picture: <>{stalk}<ellipse cx="50" cy="61" rx="27" ry="30" fill="#6a4290" /><path fill="#4f2f70" d="M50 32c9 8 11 44 0 58 4-18 4-42 0-58z" /><path fill="#fff" opacity=".25" d="M31 56c1-8 5-13 10-14-4 5-5 10-6 18-2 1-4-1-4-4z" />{leaf}</>,
  },
  {
    sku: 'lemon', name: 'Lemon', from: 'Unwaxed, from Sicily', hue: 52, price: 60,
    picture: <><path fill="#ecc93c" d="M13 61c4-2 6-4 8-9 5-12 16-18 29-18s24 6 29 18c2 5 4 7 8 9-4 2-6 4-8 9-5 12-16 18-29 18s-24-6-29-18c-2-5-4-7-8-9z" /><path fill="#fff" opacity=".35" d="M28 56c3-9 9-13 16-14-6 4-9 9-10 16-2 2-6 1-6-2z" /><path fill="#5c8f4e" d="M52 33c2-10 10-15 20-14-1 10-9 16-20 14z" /></>,
  },
  {
    sku: 'cherry', name: 'Cherries', from: 'A handful, the first ones', hue: 350, price: 95,
    picture: <><path fill="none" stroke="#6d4c33" strokeWidth="3" strokeLinecap="round" d="M34 62c4-20 12-32 26-42 4 14 6 26 5 38" /><circle cx="32" cy="72" r="17" fill="#a8203a" /><circle cx="66" cy="70" r="17" fill="#c02a45" /><path fill="#fff" opacity=".35" d="M24 68c1-4 4-6 7-6-3 2-4 5-4 8-2 1-3 0-3-2zM58 66c1-4 4-6 7-6-3 2-4 5-4 8-2 1-3 0-3-2z" /><path fill="#5c8f4e" d="M60 20c8-7 17-7 25-1-7 8-17 9-25 1z" /></>,
  },
  {
    sku: 'quince', name: 'Quince', from: 'Too hard to bite, made for jelly', hue: 42, price: 70,
    picture: <>{stalk}<path fill="#d9a826" d="M50 37c-6-5-14-3-18 4-8 5-12 15-9 26 3 12 12 21 27 21s24-9 27-21c3-11-1-21-9-26-4-7-12-9-18-4z" /><path fill="#fff" opacity=".3" d="M30 58c1-8 5-11 10-13-5 6-5 10-6 16-2 1-4-1-4-3z" />{leaf}</>,
  },
];

export const nameOf = (sku: string) => ARTICLES.find((each) => each.sku === sku)?.name ?? sku;
export const money = (cents: number) => new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(cents / 100);
