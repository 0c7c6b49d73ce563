// What a language says about one field of an account form.

/** Words of one field; what is missing stays as the adapter gives it. */
export interface FieldWords {
  label?: string;
  help?: string;
  /** Choices by value. */
  choices?: Record<string, string>;
}
