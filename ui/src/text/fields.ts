// Words of account forms in the language of the windows: adapters give English, the German stands here.
import type { Field } from '../wire/Field';
import { FIELDS_DE } from './de/fields';

/** German words of one field; what is missing stays as the adapter gives it. */
export interface FieldWords {
  label?: string;
  help?: string;
  /** Choices by value. */
  choices?: Record<string, string>;
}

/** The field with its words in `lang`: by vendor and key, else by key, else as given. */
export function fieldWords(vendor: string, field: Field, lang: string): Field {
  if (lang !== 'de') return field;
  const own = FIELDS_DE[`${vendor}.${field.key}`];
  const any = FIELDS_DE[`any.${field.key}`] ?? (vendor === 'ringcentral' ? undefined : FIELDS_DE[`chat.${field.key}`]);
  const said = { ...any, ...own };
  const choices = { ...any?.choices, ...own?.choices };
  const { input } = field;
  return {
    ...field,
    label: said.label ?? field.label,
    help: said.help ?? field.help,
    input: input.input === 'choice' ? { ...input, choices: input.choices.map((choice) => ({ ...choice, label: choices[choice.value] ?? choice.label })) } : input,
  };
}
