import { useState } from 'react';
import type { FieldErrors, FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { SummaryItem, SummaryLink } from './error-summary';
import { type ServerFailure, sortFailure } from './form-failure';

/** A field error that the server gave: its message is a text already, not a key. */
const SERVER = 'server';

type Params = Record<string, Record<string, number> | undefined>;

/**
 * Errors of a form in one place: those of the schema (whose messages are text keys, so that they follow a change of the
 * language) and those of the server.
 */
export function useFormErrors<V extends FieldValues>(
  form: UseFormReturn<V>,
  fieldNames: readonly FieldPath<V>[],
  params: Params = {},
  ids: Partial<Record<FieldPath<V>, string>> = {},
  aliases: Record<string, FieldPath<V>> = {},
  /** Where a field is that this form does not have. */
  elsewhere: Record<string, SummaryLink> = {},
) {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const [rest, setRest] = useState<ServerFailure['rest']>([]);
  const errors: FieldErrors<V> = form.formState.errors;

  function messageOf(name: FieldPath<V>): string | undefined {
    const error = errors[name];
    if (typeof error?.message !== 'string') return undefined;
    if (error.type === SERVER) return error.message;
    return t(error.message as 'errors.site', params[name] ?? {});
  }

  const items: SummaryItem[] =
    attempt === 0
      ? []
      : [
          ...fieldNames.flatMap((name) => {
            const message = messageOf(name);
            return message ? [{ id: ids[name] ?? (name as string), message }] : [];
          }),
          ...rest.map(({ field, message }) => ({ id: undefined, message, link: elsewhere[field ?? ''] })),
        ];

  return {
    messageOf,
    items,
    attempt,
    /** The form was refused before it was sent. */
    refused() {
      setRest([]);
      setAttempt((count) => count + 1);
    },
    /** The form is on its way. */
    sending() {
      setRest([]);
    },
    /** What was said of a field is no longer so. */
    forget(name: FieldPath<V>) {
      form.clearErrors(name);
    },
    /** The server refused it. */
    failed(error: unknown) {
      const failure = sortFailure(error, fieldNames, t, aliases);
      for (const [name, message] of Object.entries(failure.fields)) {
        form.setError(name as FieldPath<V>, { type: SERVER, message });
      }
      setRest(failure.rest);
      setAttempt((count) => count + 1);
    },
  };
}
