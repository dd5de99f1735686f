import type { TFunction } from 'i18next';
import { isOutcomeUnknown, isProblem } from '../../api/problem';

export type ServerFailure = {
  /** By field of the form: what the server says of it, in the reader's language. */
  fields: Record<string, string>;
  /** What belongs to no field of this form, with the field it names, if any. */
  rest: { field?: string; message: string }[];
};

/**
 * Sorts what the server said of a request: what names a field of the form lands there, the rest goes to the summary, so
 * that nothing the server says is lost.
 */
export function sortFailure(
  error: unknown,
  fieldNames: readonly string[],
  t: TFunction,
  aliases: Record<string, string> = {},
): ServerFailure {
  const failure: ServerFailure = { fields: {}, rest: [] };
  if (!isProblem(error)) {
    failure.rest.push({ message: t('failing.unknownOutcome') });
    return failure;
  }
  for (const { field: named, message } of error.problem.errors ?? []) {
    const field = aliases[named] ?? named;
    if (fieldNames.includes(field)) failure.fields[field] ??= message;
    else failure.rest.push({ field, message });
  }
  if (error.problem.errors?.length) return failure;
  failure.rest.push({ message: sentenceOf(error, t) });
  return failure;
}

/** One sentence for a person: the server's own where it gave one. */
export function sentenceOf(error: unknown, t: TFunction): string {
  if (!isProblem(error)) return t('failing.noAnswer');
  const said = error.problem.detail || t(isOutcomeUnknown(error) ? 'failing.unknownOutcome' : 'failing.unexpected');
  const wait = error.retryAfterSeconds;
  return wait ? `${said} ${t('failing.retryIn', { count: wait })}` : said;
}
