import createClient from 'openapi-fetch';
import { currentLanguage } from '../i18n/language';
import { noteServerDate } from './clock';
import { LostAnswerError, ProblemError, problemOf } from './problem';
import type { paths } from './schema';

/** The typed client of openapi.yaml. Cookies prove who calls; they are not readable here. */
export const client = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test or the mock entry may stand in for it.
  fetch: (request) => globalThis.fetch(request),
});

client.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLanguage());
    return request;
  },
  onResponse({ response }) {
    noteServerDate(response.headers.get('Date'));
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** Unwraps a call: its data, or a {@link ProblemError}, or a {@link LostAnswerError}. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    throw new LostAnswerError(cause);
  }
  const { response } = answer;
  if (response.ok) return answer.data as T;
  const retryAfter = Number(response.headers.get('Retry-After'));
  throw new ProblemError(
    problemOf(response.status, answer.error, response.headers.get('X-Request-Id')),
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  );
}
