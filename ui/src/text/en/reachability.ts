// English words about the reachability light and its checks.

export const reachability = {
  title: 'Reachability',
  level: { good: 'Fine', off: 'As you chose', wait: 'On its way', look: 'Look here', bad: 'Broken' },
  nothing: 'Nothing is in the way.',
  all: 'All checks',
  some: 'Only what needs a look',
  general: 'This computer',
  since: (time: string) => `Kept up to date. Last change at ${time}.`,
};
