// English words about what pages may do.
import type { Permission } from '../../wire/Permission';

type Kind = Permission['kind'];

const name: Record<Kind, string> = {
  microphone: 'Microphone',
  camera: 'Camera',
  screen: 'Screen',
  notifications: 'Notifications of its own',
  clipboard: 'Clipboard',
  location: 'Location',
  otherProgram: 'Other programs',
};

export const permissions = {
  prompt: {
    what: {
      microphone: (account: string) => `${account} wants to use the microphone`,
      camera: (account: string) => `${account} wants to use the camera`,
      screen: (account: string) => `${account} wants to see your screen`,
      notifications: (account: string) => `${account} wants to show notifications of its own`,
      clipboard: (account: string) => `${account} wants to read the clipboard`,
      location: (account: string) => `${account} wants to know where you are`,
      otherProgram: (account: string) => `${account} wants to open another program`,
    } satisfies Record<Kind, (account: string) => string>,
    why: {
      microphone: 'To talk on calls: without it nobody hears you.',
      camera: 'To show you in video calls.',
      screen: 'To share your screen. It sees everything that is shown there.',
      notifications: 'Deskbell tells you of calls and chats by itself.',
      clipboard: 'To paste. It sees whatever you copied, passwords too.',
      location: 'Rarely needed; some phones pass it on in emergencies.',
      otherProgram: 'Allow this only if you pressed such a link yourself.',
    } satisfies Record<Kind, string>,
    links: (scheme: string) => `Links that begin with ${scheme}:`,
    untilReload: 'A yes holds until its page is loaded anew.',
    late: 'It was refused this time: try again after you allowed it.',
    allow: 'Allow',
    notNow: 'Not now',
    never: 'Never',
  },
  list: {
    title: 'Permissions',
    none: 'Nothing was allowed or forbidden yet. A page asks when it wants something.',
    later: 'What you take back is asked again. A page that may record is loaded anew for that, after a call that is running.',
    allowed: 'Allowed',
    forbidden: 'Forbidden',
    forNow: 'until its page is loaded anew',
    reset: 'Take back',
    resetOf: (right: string, account: string) => `Take back: ${right}, ${account}`,
    name,
    program: (scheme: string) => `Links that begin with ${scheme}:`,
  },
};
