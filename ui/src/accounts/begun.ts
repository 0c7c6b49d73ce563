// What was typed into an account form that was left for something else, until it is saved or given up.

/** A form as it was left. */
export interface Begun {
  label: string;
  options: Record<string, string>;
}
