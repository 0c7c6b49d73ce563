// English words about the reachability light and its checks.

export const reachability = {
  title: 'Reachability',
  level: { good: 'Fine', off: 'As you chose', wait: 'On its way', look: 'Look here', bad: 'Broken' },
  nothing: 'Nothing is in the way.',
  /** What the chosen status or a rule means for calls, where nothing is wrong. */
  quiet: {
    doNotDisturb: (until: string) => (until ? `Calls stay silent ${until}` : 'Calls stay silent'),
    offline: (until: string) => (until ? `Shown as gone ${until}; calls may still ring` : 'Shown as gone; calls may still ring'),
    rings: 'Calls ring all the same, as you set it',
    away: 'Calls still ring, new chats wait',
    wrapUp: 'Calls for you ring, queues and chats wait',
  },
  all: 'All checks',
  some: 'Only what needs a look',
  general: 'This computer',
  since: (time: string) => `Kept up to date. Last change at ${time}.`,
};
