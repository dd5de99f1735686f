import { describe, expect, it } from 'vitest';
import { compare, inUnitsOf, marksUpTo, shareOf, sum } from './decimal';

describe('a sum', () => {
  it.each([
    [['0.1', '0.2'], '0.3'],
    [['12.34', '-12.340'], '0'],
    [['9007199254740993.000000000001', '0.000000000001'], '9007199254740993.000000000002'],
    [['-0.05', '0.02'], '-0.03'],
    [['7', '0.50'], '7.5'],
    [[], '0'],
  ])('of %j is %s, exactly', (amounts, total) => {
    expect(sum(amounts)).toBe(total);
  });

  it('takes nothing that is no decimal', () => {
    expect(() => sum(['1e3'])).toThrow('1e3');
    expect(() => sum(['NaN'])).toThrow('NaN');
  });
});

it('compares by value, not by how it is written', () => {
  expect(compare('1.50', '1.5')).toBe(0);
  expect(compare('-2', '1')).toBe(-1);
  expect(compare('10', '9.99')).toBe(1);
});

it('tells bytes in gigabytes without losing one', () => {
  expect(inUnitsOf(9, '12345678901')).toBe('12.345678901');
  expect(inUnitsOf(9, '-1')).toBe('-0.000000001');
  expect(inUnitsOf(9, '3000000000')).toBe('3');
});

it('draws a part of the whole, and never beyond it', () => {
  expect(shareOf('6.2', '12.4')).toBe(0.5);
  expect(shareOf('0.001', '3')).toBe(0);
  expect(shareOf('-4', '12')).toBe(0);
  expect(shareOf('13', '12')).toBe(1);
  expect(shareOf('1', '0')).toBe(0);
});

describe('the marks of a chart', () => {
  it.each([
    ['9.9', ['0', '4', '8', '12']],
    ['570', ['0', '200', '400', '600']],
    ['0.003', ['0', '0.001', '0.002', '0.003']],
    ['0', ['0', '1']],
    ['12', ['0', '4', '8', '12']],
    ['101.24', ['0', '40', '80', '120']],
  ])('up to %s are %j', (amount, marks) => {
    expect(marksUpTo(amount)).toEqual(marks);
  });
});
