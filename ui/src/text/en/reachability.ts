// English words about the reachability light and its checks.
import { count } from '../count';

const reaches = (on: 'phone' | 'chat', of: string | null) => (of === null ? (on === 'phone' ? 'Calls do not reach you' : 'Chats do not reach you') : `${on === 'phone' ? 'Calls' : 'Chats'} of ${of} do not reach you`);

export const reachability = {
  title: 'Reachability',
  level: { good: 'Fine', off: 'As you chose', wait: 'On its way', look: 'Look here', bad: 'Broken' },
  nothing: 'Nothing is in the way.',
  /** What the chosen status or a rule means for calls, where nothing is wrong. */
  quiet: {
    doNotDisturb: (until: string) => (until ? `Calls stay silent ${until}` : 'Calls stay silent'),
    offline: (until: string) => (until ? `Shown as gone ${until}: no calls` : 'Shown as gone: no calls'),
    rings: 'Calls ring all the same, as you set it',
    away: 'Calls still ring, new chats wait',
    wrapUp: 'Calls for you ring, queues and chats wait',
  },
  /** What a trouble means that the headline names; `of` is the account, where there are several. */
  means: {
    network: () => 'Neither calls nor chats reach you',
    page: reaches,
    signIn: reaches,
    callingMode: (_on: 'phone' | 'chat', of: string | null) => (of === null ? 'The web engine of this system carries no calls' : `${of}: the web engine of this system carries no calls`),
    line: reaches,
    microphone: () => 'Callers would not hear you',
    widget: reaches,
  },
  wrong: 'In the way',
  all: 'All checks',
  more: (n: number) => `${String(n)} more`,
  moreSpoken: (n: number) => `${count(n, 'more trouble', 'more troubles')}: show all`,
  details: (summary: string) => `${summary}. Show details`,
  general: 'This computer',
  since: (time: string) => `Kept up to date. Last change at ${time}.`,
};
