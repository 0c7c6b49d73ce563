// Which fields of an account form are shown, and in what order: a field may depend on the value of another.
import type { Field } from '../wire/Field';

/** Fields whose condition holds; a condition on a field that is not shown does not. */
export function shownFields(fields: readonly Field[], options: Readonly<Record<string, string>>): Field[] {
  const holds = (field: Field, seen: readonly string[]): boolean => {
    if (field.when === null) return true;
    const { field: key, is } = field.when;
    const other = fields.find((known) => known.key === key);
    if (!other || seen.includes(key)) return false;
    return is.includes(options[key] ?? other.default ?? '') && holds(other, [...seen, key]);
  };
  return fields.filter((field) => holds(field, [field.key]));
}

/** Choices that others depend on come first: they decide what else is shown. */
export function inOrder(shown: readonly Field[], all: readonly Field[]): { first: Field[]; rest: Field[] } {
  const decides = (field: Field) => field.input.input === 'choice' && all.some((other) => other.when?.field === field.key);
  return { first: shown.filter(decides), rest: shown.filter((field) => !decides(field)) };
}
