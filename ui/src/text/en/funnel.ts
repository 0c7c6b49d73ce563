// English words about the engagement funnel.
import { count } from '../count';

export const funnel = {
  title: 'Engagement funnel',
  lead: (days: number) => `What became of visits in the last ${days} days. A visit counts for the day it began (UTC) and is over after 24 hours without a sign.`,
  question: { offered: 'Offered', tried: 'Tried', refused: 'Refused', received: 'Received', failed: 'Failed' },
  meaning: {
    offered: 'Visits in which help by chat was offered while somebody was there',
    tried: 'Visits in which the visitor used the chat',
    refused: 'Visits with an offer in which the visitor never used the chat',
    received: 'Visits in which somebody helped',
    failed: 'Visits in which the visitor used the chat and nobody helped',
  },
  visits: 'Visits',
  notKnown: 'not known',
  atLeast: (n: string) => `at least ${n}`,
  running: (n: number) => `${count(n, 'visit is', 'visits are')} not over yet: refused and failed count only when they are.`,
  notKnownWhy: 'Not known: this widget has no event for it.',
  atLeastWhy: 'At least: not everything of this kind has an event.',
  none: 'No visit yet.',
  byDay: 'Numbers by day',
  day: 'Day',
  most: (n: string) => `Tallest day: ${n}`,
};
