// Words of account forms in the language of the windows: adapters give English, other languages have a table of their own.
import type { Field } from '../wire/Field';
import type { VendorForm } from '../wire/VendorForm';
import { FIELDS_DE } from './de/fields';
import type { FieldWords } from './field-words';

/** By language, then by vendor and key; `chat` stands for every chat vendor, `any` for every vendor. */
const TABLES: Record<string, Record<string, FieldWords>> = { de: FIELDS_DE };

/** What `table` says of a field: by vendor and key, else of every chat vendor, else of every vendor. */
function found(table: Record<string, FieldWords>, form: VendorForm, key: string): FieldWords {
  const any = table[`any.${key}`] ?? (form.phone ? undefined : table[`chat.${key}`]);
  const own = table[`${form.vendor}.${key}`];
  return { ...any, ...own, choices: { ...any?.choices, ...own?.choices } };
}

/** A field of `form` with its words in `lang`; what has none stays as given. */
export function fieldWords(form: VendorForm, field: Field, lang: string): Field {
  const table = TABLES[lang];
  if (!table) return field;
  const { label, help, choices } = found(table, form, field.key);
  const { input } = field;
  return {
    ...field,
    label: label ?? field.label,
    help: help ?? field.help,
    input: input.input === 'choice' ? { ...input, choices: input.choices.map((choice) => ({ ...choice, label: choices?.[choice.value] ?? choice.label })) } : input,
  };
}

/** Words that `lang` lacks for these forms, each as "vendor.field label", "… help" or "… choice value". */
export function missingWords(forms: readonly VendorForm[], lang: string): string[] {
  const table = TABLES[lang] ?? {};
  return forms.flatMap((form) =>
    form.fields.flatMap((field) => {
      const { label, help, choices } = found(table, form, field.key);
      const values = field.input.input === 'choice' ? field.input.choices.map((choice) => choice.value) : [];
      const lacks = [...(label === undefined ? ['label'] : []), ...(help === undefined && field.help !== '' ? ['help'] : []), ...values.filter((value) => choices?.[value] === undefined).map((value) => `choice ${value}`)];
      return lacks.map((what) => `${form.vendor}.${field.key} ${what}`);
    }),
  );
}
