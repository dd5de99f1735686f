import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setCurrentLanguage } from '../i18n/language';
import { handlers, problem } from '../mocks/handlers';
import { client, ok } from './client';
import { noteServerDate, secondsUntil, serverNow } from './clock';
import { SubmitIntention } from './idempotency';
import { LostAnswerError, ProblemError } from './problem';

const server = setupServer(...handlers);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => {
  server.resetHandlers();
  setCurrentLanguage('en');
});
afterAll(() => server.close());

const settings = () => ok(client.GET('/api/v1/settings'));

describe('ok', () => {
  it('unwraps an answer', async () => {
    expect((await settings()).code.digits).toBe(6);
  });

  it('throws what the server says', async () => {
    server.use(http.get('*/api/v1/settings', () => problem(409, 'wrong-step', 'Go on.', { step: 'DONE' })));
    await expect(settings()).rejects.toMatchObject({ type: 'wrong-step', problem: { step: 'DONE', status: 409 } });
  });

  it('reads when to come back', async () => {
    server.use(
      http.get('*/api/v1/settings', () => {
        const answer = problem(429, 'too-many-requests', 'Slow down.');
        answer.headers.set('Retry-After', '30');
        return answer;
      }),
    );
    await expect(settings()).rejects.toMatchObject({ retryAfterSeconds: 30 });
  });

  it('keeps the request id of an answer that is no problem document', async () => {
    server.use(
      http.get(
        '*/api/v1/settings',
        () => new HttpResponse('<html>bad gateway</html>', { status: 502, headers: { 'X-Request-Id': 'req-9' } }),
      ),
    );
    const error = await settings().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ type: 'unexpected-answer', problem: { requestId: 'req-9', status: 502 } });
  });

  it('tells a lost answer from a refusal', async () => {
    server.use(http.get('*/api/v1/settings', () => HttpResponse.error()));
    await expect(settings()).rejects.toBeInstanceOf(LostAnswerError);
  });

  it('asks in the chosen language', async () => {
    let asked: string | null = null;
    server.use(
      http.get('*/api/v1/settings', ({ request }) => {
        asked = request.headers.get('Accept-Language');
        return HttpResponse.json({});
      }),
    );
    setCurrentLanguage('zh-CN');
    await settings();
    expect(asked).toBe('zh-CN');
  });

  it('signs out with a JSON request, as every change must be', async () => {
    let type: string | null = null;
    server.use(
      http.delete('*/api/v1/session', ({ request }) => {
        type = request.headers.get('Content-Type');
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { signOut } = await import('./session');
    await signOut();
    expect(type).toBe('application/json');
  });
});

describe('an intention to submit', () => {
  const refuse = (error: unknown) => (): Promise<never> => Promise.reject(error);
  const conflict = (type: string) => new ProblemError({ type, title: '', status: 409, detail: '', requestId: '' });

  async function keyOf(intention: SubmitIntention, body: unknown, outcome?: unknown): Promise<string> {
    let used = '';
    await intention
      .run(body, (key) => {
        used = key;
        return outcome ? refuse(outcome)() : Promise.resolve();
      })
      .catch(() => undefined);
    return used;
  }

  it('keeps its key while nobody knows the outcome', async () => {
    const intention = new SubmitIntention();
    const first = await keyOf(intention, { a: 1 }, new LostAnswerError(new TypeError()));
    expect(await keyOf(intention, { a: 1 }, conflict('request-in-progress'))).toBe(first);
    expect(await keyOf(intention, { a: 1 })).toBe(first);
  });

  it('has a new key after a changed form', async () => {
    const intention = new SubmitIntention();
    const first = await keyOf(intention, { a: 1 }, new LostAnswerError(new TypeError()));
    expect(await keyOf(intention, { a: 2 })).not.toBe(first);
  });

  it('has a new key after a clear answer', async () => {
    const intention = new SubmitIntention();
    const first = await keyOf(intention, { a: 1 }, conflict('wrong-step'));
    const second = await keyOf(intention, { a: 1 });
    expect(second).not.toBe(first);
    expect(await keyOf(intention, { a: 1 })).not.toBe(second);
  });
});

describe('countdowns', () => {
  it('run against the clock of the server', () => {
    const now = Date.now();
    noteServerDate(new Date(now + 3_600_000).toUTCString(), now);
    expect(serverNow() - now).toBeGreaterThan(3_590_000);
    noteServerDate(new Date(now).toUTCString(), now);
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(50);
  });

  it('never go below zero, and round up', () => {
    const now = Date.parse('2026-11-22T14:00:00Z');
    expect(secondsUntil('2026-11-22T13:00:00Z', now)).toBe(0);
    expect(secondsUntil('2026-11-22T14:00:00.100Z', now)).toBe(1);
    expect(secondsUntil('2026-11-22T14:01:00Z', now)).toBe(60);
  });
});
