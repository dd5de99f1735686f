import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** The server refused, and said why. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get type(): string {
    return this.problem.type;
  }
}

/** No answer came, or only a part of one: whether the request took effect is not known. */
export class LostAnswerError extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'LostAnswerError';
  }
}

export function isProblem(error: unknown, ...types: string[]): error is ProblemError {
  return error instanceof ProblemError && (types.length === 0 || types.includes(error.type));
}

/** Whether the same request may have taken effect or may still do so; then it is repeated with the same key. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (
    error instanceof LostAnswerError ||
    (error instanceof ProblemError && (error.problem.status >= 500 || error.type === 'request-in-progress'))
  );
}

/** What is left of an answer that is no problem document, as from a proxy in between. */
export function problemOf(status: number, body: unknown, requestId: string | null): Problem {
  if (isProblemDocument(body)) return body;
  return { type: 'unexpected-answer', title: '', status, detail: '', requestId: requestId ?? '' };
}

function isProblemDocument(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    typeof (body as Problem).type === 'string' &&
    typeof (body as Problem).detail === 'string'
  );
}
