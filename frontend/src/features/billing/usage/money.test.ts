import { expect, it } from 'vitest';
import { amountIn, formatAmount, formatBytes, formatCount, formatMonies, formatPrice, totalsOf } from './money';

it('is rounded to be read, from the exact decimal', () => {
  expect(formatAmount('1.005')).toBe('1.01');
  expect(formatAmount('12345678901234567890.125')).toBe('12,345,678,901,234,567,890.13');
  expect(formatAmount('-3.2')).toBe('-3.20');
  expect(formatAmount('0')).toBe('0.00');
});

it('is not called nothing where it is too little to be shown', () => {
  expect(formatAmount('0.0004')).toBe('< 0.01');
  expect(formatAmount('-0.0004')).toBe('> -0.01');
});

it('keeps the digits of prices and quantities', () => {
  expect(formatPrice('0.5')).toBe('0.50');
  expect(formatPrice('0.085')).toBe('0.085');
  expect(formatCount('168400000')).toBe('168,400,000');
  expect(formatBytes('12345678901')).toBe('12.346 GB');
});

it('never adds currencies to each other', () => {
  const monies = [
    { amount: '0.1', currency: 'USD' },
    { amount: '7', currency: 'CNY' },
    { amount: '0.2', currency: 'USD' },
  ];
  expect(totalsOf(monies)).toEqual([
    { amount: '0.3', currency: 'USD' },
    { amount: '7', currency: 'CNY' },
  ]);
  expect(formatMonies(totalsOf(monies))).toBe('0.30 USD + 7.00 CNY');
  expect(amountIn('EUR', monies)).toBe('0');
});
