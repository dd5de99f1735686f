import { expect, it } from 'vitest';
import { en } from '../../i18n/en';
import { aboutReason, reasonOf } from './problem-reason';

it('has a page for every reason of the contract', () => {
  for (const slug of [
    'token-missing',
    'token-invalid',
    'token-expired',
    'foreign-product',
    'aws-not-answering',
    'subscription-ended',
    'too-many-requests',
    'try-again',
  ]) {
    expect(reasonOf(slug)).toBe(slug);
    expect(en.problem.reasons[reasonOf(slug)].title).toBeTruthy();
    expect(aboutReason(reasonOf(slug)).next).toBeTruthy();
  }
});

it('has a page that fits any other reason', () => {
  expect(reasonOf('brand-new')).toBe('unknown');
  expect(reasonOf('constructor')).toBe('unknown');
});
