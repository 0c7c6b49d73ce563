// English words about the window as a whole: head, foot, and what it asks before it acts.

export const app = {
  starting: 'Deskbell is starting…',
  noView: 'Deskbell did not answer. Nothing is shown until it does.',
  notTaken: (reason: string) => `That was not done: ${reason}`,
  tryAgain: 'Try again',
  sidebar: 'Calls, chats and accounts',

  keys: {
    title: 'Keys',
    show: 'Keys',
    what: { answer: 'Answer', decline: 'Decline', hold: 'Hold or resume', mute: 'Mute or unmute', hangUp: 'Hang up', toCall: 'Go to the call', nextChat: 'Next chat that waits' },
    others: [
      { key: 'F6', what: 'Between this side and the vendor’s page' },
      { key: 'Ctrl+1…9', what: 'Show an account' },
      { key: '↑ ↓', what: 'Through a list' },
      { key: '← →', what: 'Within a row of a list' },
      { key: '/', what: 'Canned replies, in a reply' },
      { key: 'Enter', what: 'Send a reply; with Shift a new line' },
      { key: 'Esc', what: 'Leave a question, a list or a form' },
      { key: '?', what: 'This list' },
    ],
    page: 'While a vendor’s page has the keyboard, press F6 first; Ctrl+1…9 works there, too.',
  },
  now: 'Calls',
  back: 'Back',

  foot: { label: 'Pages', activity: 'Activity', settings: 'Settings', add: 'Add account' },

  question: {
    quit: { title: 'Quit during a call?', text: 'A call is running. Quitting ends it.', yes: 'Quit and end the call', no: 'Stay' },
    quitChat: { title: 'Quit during a chat?', text: 'A chat is open. Its visitor would be left alone.', yes: 'Quit all the same', no: 'Stay' },
    reload: { title: (label: string) => `Reload ${label} during a call?`, text: 'A call is running. Reloading ends it or loses it from sight.', yes: 'Reload and end the call', no: 'Keep the call' },
  },
};
