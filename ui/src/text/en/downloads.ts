// English words about downloads.
import { count } from '../count';

export const downloads = {
  title: 'Latest downloads',
  clear: 'Clear finished ones',
  more: (n: number) => `Show ${count(n, 'more download', 'more downloads')}`,
  fewer: 'Show fewer',
  unnamed: 'Download',
  from: (host: string) => `From ${host}`,
  waiting: 'Waiting for an answer…',
  asking: 'Choose where to save it…',
  partly: (done: string, all: string) => `${done} of ${all}`,
  progress: (name: string) => `Progress of ${name}`,
  finished: (size: string, folder: string) => `${size}, in ${folder}`,
  cancelled: 'Cancelled. Nothing of it was kept.',
  cancel: (name: string) => `Cancel ${name}`,
  show: (name: string) => `Show ${name} in its folder`,
  remove: (name: string) => `Hide ${name}`,
  over: { finished: (name: string) => `${name} is downloaded`, failed: (name: string) => `${name} was not downloaded` },
  problem: {
    tooLarge: 'Larger than 4 GB, so it was not saved. Ask for it in another way.',
    noSpace: 'The disk would be full, so it was not saved. Make room, then try again.',
    folder: (folder: string, reason: string) => `Nothing can be saved in ${folder} (${reason}). Choose another folder in Settings.`,
    refused: (status: number) => `The server did not give it (${status}). Open it again in the widget.`,
    broken: (reason: string) => `The connection broke off (${reason}). Try again.`,
    notSaved: (reason: string) => `It could not be saved (${reason}). Try again, or choose another folder in Settings.`,
  },
  settings: {
    title: 'Downloads',
    folder: 'Folder',
    system: (folder: string) => `${folder} (as the system)`,
    choose: 'Choose…',
    reset: 'Use the system’s folder',
    ask: 'Ask each time where to save',
    askHelp: 'Otherwise a file that is there already is kept, and the new one gets a number.',
  },
};
