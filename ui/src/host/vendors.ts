// Account forms of every vendor in the registry, for samples and tests: phones apart from chats.
import { FORMS } from '../wire/forms';

/** Phones. */
export const VENDORS = FORMS.filter((form) => form.phone);
/** Chats. */
export const CHAT_VENDORS = FORMS.filter((form) => !form.phone);
