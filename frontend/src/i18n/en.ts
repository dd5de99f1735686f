import { operators } from './en/operators.ts';
import { enFirst } from './en-first.ts';
import { enRest } from './en-rest.ts';

/** English, the source of all texts. */
export const en = { ...enFirst, ...enRest, operators } as const;

/** The same keys with any text: what a translation has to be. */
export type Translation<T> = { [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
