// Account forms as the adapters describe them, for samples: one phone, and chats whose fields depend on the kind of page.
import type { Field } from '../wire/Field';
import type { FieldInput } from '../wire/FieldInput';
import type { VendorForm } from '../wire/VendorForm';

function field(key: string, label: string, help: string, input: FieldInput['input'] | [string, string][], over: Partial<Field> = {}): Field {
  const made: FieldInput = Array.isArray(input) ? { input: 'choice', choices: input.map(([value, words]) => ({ value, label: words })) } : input === 'choice' ? { input, choices: [] } : { input };
  return { key, label, help, input: made, required: false, default: null, advanced: false, when: null, ...over };
}

const MEANS: [key: string, label: string][] = [['statusAvailable', 'Available means'], ['statusAway', 'Away means'], ['statusDoNotDisturb', 'Do not disturb means'], ['statusOffline', 'Offline means'], ['statusOnContact', 'On a call means'], ['statusWrapUp', 'Wrap-up means']];
/** What each of our statuses means at the vendor; the first of its words by default. */
const mapping = (words: [string, string][], over: Partial<Field> = {}) => MEANS.map(([key, label]) => field(key, label, 'What the vendor is told for this status.', [...words, ['leave', 'Leave it as it is']], { default: words[0]?.[0] ?? null, advanced: true, ...over }));

export const VENDORS: VendorForm[] = [
  {
    vendor: 'ringcentral',
    name: 'RingCentral',
    phone: true,
    simulated: { url: 'desk://localhost/ringcentral/index.html', parameters: 'signedIn=1' },
    fields: [
      field('url', 'Widget address', 'Leave empty for the current version of RingCentral Embeddable.', 'address', { default: 'https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html' }),
      field('clientId', 'Client ID', 'From your app in the RingCentral developer console.', 'text', { required: true }),
      field('callingMode', 'Calling mode', 'How calls are made and where they ring.', [['browser', 'This window'], ['ringout', 'RingOut: my own phone'], ['jupiter', 'RingCentral app']], { default: 'browser' }),
      field('appServer', 'Server', 'Only for sandbox accounts.', 'address', { default: 'https://platform.ringcentral.com', advanced: true }),
      field('redirectUri', 'Redirect address', 'Must be listed in your app.', 'address', { advanced: true }),
      field('jwt', 'JWT', 'For sign-in without a window.', 'secret', { advanced: true }),
      field('disableLoginPopup', 'Sign in through Deskbell', '', 'switch', { default: '1', advanced: true }),
      field('parameters', 'Further parameters', 'Any documented URL parameter.', 'parameters', { advanced: true }),
      ...mapping([['Available/TakeAllCalls', 'Available, all calls'], ['Busy/TakeAllCalls', 'Busy, all calls'], ['Busy/DoNotAcceptAnyCalls', 'Busy, no calls']]),
    ],
  },
];

const COMPANY: [string, string] = ['companyPage', 'A page of ours that carries the widget'];
const OWN: [string, string] = ['ownPage', 'A minimal page that Deskbell makes'];
const CONSOLE: [string, string] = ['agentConsole', 'The agents’ console'];
const kind = (...choices: [string, string][]) => field('hosting', 'What is opened', 'Where Deskbell hears the chats.', choices, { required: true, default: choices[0]?.[0] ?? null });
const when = (...is: string[]) => ({ when: { field: 'hosting', is } });
const page = field('url', 'Address of the page', 'The page on which visitors see the chat.', 'address', { required: true, ...when('companyPage') });

export const CHAT_VENDORS: VendorForm[] = [
  {
    vendor: 'engage',
    name: 'Engage Messaging',
    phone: false,
    simulated: { hosting: 'companyPage', url: 'desk://localhost/engage/index.html' },
    fields: [page, kind(COMPANY, OWN), field('loader', 'Loader address', 'The script address from your snippet.', 'address', { required: true, ...when('ownPage') })],
  },
  {
    vendor: 'snapengage',
    name: 'SnapEngage',
    phone: false,
    simulated: { hosting: 'agentConsole', url: 'desk://localhost/snapengage/hub.html' },
    fields: [
      kind(CONSOLE, COMPANY, OWN),
      page,
      field('widgetId', 'Widget ID', 'From the snippet or the admin dashboard.', 'text', { required: true, ...when('ownPage') }),
      field('region', 'Region', 'Where your account lives.', [['us', 'United States'], ['eu', 'Europe']], { default: 'us', ...when('ownPage', 'agentConsole') }),
      field('provider', 'White-label name', 'Only if your snippet uses another name.', 'text', { advanced: true, ...when('companyPage', 'ownPage') }),
      field('statusAgent', 'Agent e-mail', 'Of your own SnapEngage user: lets Deskbell set your status there.', 'text', when('agentConsole')),
      field('statusToken', 'API token', 'From the Admin Dashboard: My Account, API, API Token. Your administrator has it.', 'secret', when('agentConsole')),
      field('statusAddress', 'API address', 'Where the Agent Status API is. European and white-label accounts may have another.', 'address', { default: 'https://www.snapengage.com', advanced: true, ...when('agentConsole') }),
      field('statusHook', 'Authentication token for status news', 'Any long random text. Enter the same in the Admin Dashboard: My Account, API, Agent Status API.', 'secret', { advanced: true, ...when('agentConsole') }),
      ...mapping([['online', 'Online'], ['pause', 'Paused']], when('agentConsole')),
      field('origins', 'Origins of the Hub', 'Addresses that may speak for the Hub.', 'text', { default: 'https://www.snapengage.com', advanced: true, ...when('agentConsole') }),
    ],
  },
  { vendor: 'smartagent', name: 'SmartAgent', phone: false, simulated: { hosting: 'companyPage', url: 'desk://localhost/smartagent/index.html' }, fields: [kind(COMPANY, OWN), page, field('loader', 'Loader address', 'The script address from your snippet.', 'address', { required: true, ...when('ownPage') })] },
  { vendor: 'onwebchat', name: 'onWebChat', phone: false, simulated: { hosting: 'companyPage', url: 'desk://localhost/onwebchat/index.html' }, fields: [kind(COMPANY, OWN), page, field('chatId', 'Chat ID', 'From your snippet.', 'text', { required: true, ...when('ownPage') })] },
];
