import { describe, expect, it } from 'vitest';
import { type BasicInfoValues, basicInfoSchema } from './basic-info-schema';

const schema = basicInfoSchema({ username: { min: 3, max: 32 }, password: { min: 15, max: 128 } }, true);
const good: BasicInfoValues = {
  siteId: 'us1',
  username: 'meridian-freight',
  password: 'four words make one',
  repeat: 'four words make one',
  email: 'lin.wei@meridianfreight.example',
  phone: '',
};

function errorsOf(more: Partial<BasicInfoValues>): Record<string, string> {
  const result = schema.safeParse({ ...good, ...more });
  return Object.fromEntries((result.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

describe('basic info', () => {
  it('is fine when everything is there', () => {
    expect(errorsOf({})).toEqual({});
  });

  it.each(['ab', '-meridian', 'meridian.', 'mer idian', 'm'.repeat(33), 'mérïdian'])(
    'refuses the user name %s',
    (username) => {
      expect(errorsOf({ username })).toEqual({ username: 'errors.usernameShape' });
    },
  );

  it.each(['abc', 'A.b_c-9', ' meridian '])('takes the user name %s', (username) => {
    expect(errorsOf({ username })).toEqual({});
  });

  it('counts characters, not their halves', () => {
    const password = '🔑'.repeat(15);
    expect(errorsOf({ password, repeat: password })).toEqual({});
  });

  it('tells that the passwords differ along with the other errors', () => {
    expect(errorsOf({ username: '', repeat: 'something else' })).toEqual({
      username: 'errors.username',
      repeat: 'errors.passwordsDiffer',
    });
  });

  it('wants a proved address, and says what to do first', () => {
    expect(errorsOf({ email: '' })).toEqual({ email: 'errors.emailUnproved' });
  });

  it.each([
    ['', undefined],
    ['+65 6123 4567', undefined],
    ['61234567', 'errors.phone'],
  ])('of the phone %s says %s', (phone, message) => {
    expect(errorsOf({ phone }).phone).toBe(message);
  });

  it('asks for a site where none was chosen', () => {
    expect(schema.safeParse({ ...good, siteId: null }).error?.issues[0]?.message).toBe('errors.site');
  });
});
