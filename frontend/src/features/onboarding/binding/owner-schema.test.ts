import { describe, expect, it } from 'vitest';
import { settings } from '../../../mocks/data';
import { type OwnerValues, ownerSchema } from './owner-schema';

const good: OwnerValues = {
  workspaceName: 'Hamburg yard planning',
  language: 'EN',
  username: 'ops',
  password: 'four words make one',
  repeat: 'four words make one',
  email: 'ops@meridianfreight.example',
  code: '831402',
  phone: '',
  agreementsVersion: true,
};

function errorsOf(account: 'EXISTING' | 'NEW', more: Partial<OwnerValues>, codeSent = true): Record<string, string> {
  const result = ownerSchema(settings, account, codeSent).safeParse({ ...good, ...more });
  return Object.fromEntries((result.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

describe('the owner of a new workspace', () => {
  it('is fine when everything is there', () => {
    expect(errorsOf('NEW', {})).toEqual({});
    expect(errorsOf('EXISTING', { username: '', password: '', repeat: '' })).toEqual({});
  });

  it('needs a name and a password only where it is registered', () => {
    expect(errorsOf('NEW', { username: '', password: '', repeat: 'x' })).toMatchObject({
      username: 'errors.username',
      password: 'errors.password',
      repeat: 'errors.passwordsDiffer',
    });
  });

  it('is proved by a whole code, which has to be sent first', () => {
    expect(errorsOf('EXISTING', { code: '831' })).toEqual({ code: 'errors.code' });
    expect(errorsOf('EXISTING', { code: '' }, false)).toEqual({ code: 'errors.codeUnsent' });
  });

  it('needs no code where the owner is proved already', () => {
    const isProved = (email: string) => email === good.email;
    const schema = ownerSchema(settings, 'EXISTING', false, isProved);
    expect(schema.safeParse({ ...good, code: '' }).success).toBe(true);
    expect(schema.safeParse({ ...good, code: '', email: 'another@meridianfreight.example' }).success).toBe(false);
  });

  it('agrees, and has an address', () => {
    expect(errorsOf('EXISTING', { agreementsVersion: false, email: 'nobody' })).toEqual({
      agreementsVersion: 'errors.agreements',
      email: 'errors.emailShape',
    });
  });
});
