/*
 * Amounts and quantities are decimal strings, and stay exact: each is a whole number of 10^-scale. Only what is drawn or
 * read is rounded, never what is added up.
 */
type Decimal = { units: bigint; scale: number };

function read(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`Not a decimal: ${text}`);
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign ? -units : units, scale: fraction.length };
}

function write({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

const scaled = ({ units, scale }: Decimal, to: number): bigint => units * 10n ** BigInt(to - scale);

/** The exact sum, `0` of none. */
export function sum(amounts: readonly string[]): string {
  const decimals = amounts.map(read);
  const scale = Math.max(0, ...decimals.map((one) => one.scale));
  return write({ units: decimals.reduce((total, one) => total + scaled(one, scale), 0n), scale });
}

/** Below, at or above zero as the first is less than, as much as or more than the second. */
export function compare(left: string, right: string): number {
  const [a, b] = [read(left), read(right)];
  const scale = Math.max(a.scale, b.scale);
  const difference = scaled(a, scale) - scaled(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The same in a unit that is 10^places as large: `1500` grams are `1.5` kilograms with 3. */
export function inUnitsOf(places: number, amount: string): string {
  const { units, scale } = read(amount);
  return write({ units, scale: scale + places });
}

/** Which part of the whole it is, between 0 and 1 and good to a thousandth: for drawing only. */
export function shareOf(amount: string, whole: string): number {
  const [part, all] = [read(amount), read(whole)];
  const scale = Math.max(part.scale, all.scale);
  const total = scaled(all, scale);
  if (total <= 0n) return 0;
  const thousandths = Number((scaled(part, scale) * 1000n) / total);
  return Math.min(1000, Math.max(0, thousandths)) / 1000;
}

/** Even marks from 0 to the first one that is at least as much: three or four steps of 1, 2, 4 or 5 times a power of ten. */
export function marksUpTo(amount: string): string[] {
  const { units, scale } = read(amount);
  // Two more places, so that small amounts have steps too.
  const top = units * 100n;
  if (top <= 0n) return ['0', '1'];
  let step = 1n;
  for (let power = 1n; step * 3n < top; power *= 10n) {
    step = [1n, 2n, 4n, 5n, 10n].map((factor) => factor * power).find((one) => one * 3n >= top) ?? step;
  }
  const count = Number((top + step - 1n) / step);
  return Array.from({ length: count + 1 }, (_, index) => write({ units: step * BigInt(index), scale: scale + 2 }));
}
