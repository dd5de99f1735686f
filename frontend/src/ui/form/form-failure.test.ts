import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { LostAnswerError, type Problem, ProblemError } from '../../api/problem';
import { startI18n } from '../../i18n/i18n';
import { sentenceOf, sortFailure } from './form-failure';

beforeAll(() => startI18n('en'));

const problem = (more: Partial<Problem>): Problem => ({
  type: 'validation-failed',
  title: 'Invalid',
  status: 422,
  detail: 'Some fields need to be corrected.',
  requestId: 'req-1',
  ...more,
});

describe('what the server says of a form', () => {
  it('lands on its fields, and the rest in the summary', () => {
    const error = new ProblemError(
      problem({
        errors: [
          { field: 'username', code: 'username-taken', message: 'Taken' },
          { field: 'username', code: 'second', message: 'Second' },
          { field: 'payerConfirmed', code: 'must-be-true', message: 'Confirm the payer' },
        ],
      }),
    );
    expect(sortFailure(error, ['username'], i18next.t)).toEqual({
      fields: { username: 'Taken' },
      rest: [{ field: 'payerConfirmed', message: 'Confirm the payer' }],
    });
  });

  it('finds fields that the form calls otherwise', () => {
    const error = new ProblemError(problem({ errors: [{ field: 'name', code: 'too-long', message: 'Too long' }] }));
    expect(sortFailure(error, ['workspaceName'], i18next.t, { name: 'workspaceName' }).fields).toEqual({
      workspaceName: 'Too long',
    });
  });

  it('is its sentence where it names no field', () => {
    expect(sortFailure(new ProblemError(problem({})), ['username'], i18next.t).rest).toEqual([
      { message: 'Some fields need to be corrected.' },
    ]);
  });

  it('says when to come back', () => {
    const error = new ProblemError(problem({ type: 'too-many-requests', status: 429, detail: 'Slow down.' }), 30);
    expect(sentenceOf(error, i18next.t)).toBe('Slow down. Try again in 30 seconds.');
  });

  it('does not claim that nothing was saved when no answer came', () => {
    const { rest } = sortFailure(new LostAnswerError(new TypeError()), ['username'], i18next.t);
    expect(rest[0]?.message).toMatch(/do not know whether it was saved/);
  });
});
