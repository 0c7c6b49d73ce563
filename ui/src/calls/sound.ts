// How a call sounds, in words: what the agent should know while talking, the gravest first.
import type { Words } from '../text/en';
import type { CallSound } from '../wire/CallSound';

/** Sentences about what is wrong; none while nothing is to be noticed. */
export function soundLines(sound: CallSound | null, words: Words): string[] {
  if (sound === null) return [];
  const say = words.calls.sound;
  const lines = [];
  if (sound.speakingWhileMuted) lines.push(say.speakingWhileMuted);
  if (sound.microphoneSilent) lines.push(say.microphoneSilent);
  if (sound.nothingHeard) lines.push(say.nothingHeard);
  if (sound.grade !== 'good' && sound.flaw !== null && sound.hearer !== null) lines.push(say.line(say.grade[sound.grade], say.flaw[sound.hearer][sound.flaw]));
  return lines;
}
