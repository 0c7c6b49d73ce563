// Words of account forms: every language has a word for every field of every vendor in the registry.
import { expect, test } from 'vitest';
import { CHAT_VENDORS, VENDORS } from '../../src/host/vendors';
import { fieldWords, missingWords } from '../../src/text/fields';
import type { Field } from '../../src/wire/Field';
import type { VendorForm } from '../../src/wire/VendorForm';

const FORMS = [...VENDORS, ...CHAT_VENDORS];

function given(vendor: string, key: string): { form: VendorForm; field: Field } {
  const form = FORMS.find((known) => known.vendor === vendor);
  const field = form?.fields.find((known) => known.key === key);
  if (!form || !field) throw new Error(`no field ${vendor}.${key}`);
  return { form, field };
}

test('German has words for every field of every vendor', () => {
  expect(FORMS.length).toBeGreaterThan(4);
  expect(missingWords(FORMS, 'de')).toEqual([]);
});

test('a vendor without words in a language is found', () => {
  const { form, field } = given('ringcentral', 'clientId');
  const choice: Field = { ...field, key: 'kind', input: { input: 'choice', choices: [{ value: 'a', label: 'A' }] } };
  expect(missingWords([{ ...form, vendor: 'sixth', fields: [field, choice] }], 'de')).toEqual(['sixth.clientId label', 'sixth.clientId help', 'sixth.kind label', 'sixth.kind help', 'sixth.kind choice a']);
});

test('words come by vendor and key, else from all chat vendors, else as given', () => {
  const { form: hub, field: hosting } = given('snapengage', 'hosting');
  const { form: phone, field: url } = given('ringcentral', 'url');
  const german = fieldWords(hub, hosting, 'de');
  expect(german.label).toBe('Was geöffnet wird');
  expect(german.input.input === 'choice' && german.input.choices.find((choice) => choice.value === 'agentConsole')?.label).toBe('Die Konsole der Agenten');
  expect(fieldWords(phone, url, 'de').label).toBe('Adresse des Widgets');
  expect(fieldWords(hub, url, 'de').help).toContain('Nur nötig, wenn Ihr Hub eine eigene Adresse hat.');
  expect(fieldWords(phone, url, 'en')).toBe(url);
  expect(fieldWords(phone, { ...url, key: 'nobody', label: 'As given' }, 'de').label).toBe('As given');
});
