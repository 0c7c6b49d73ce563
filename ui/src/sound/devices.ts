// What can be chosen of microphones and speakers, in words.
import type { Words } from '../text/en';
import type { ChosenDevice } from '../wire/ChosenDevice';
import type { DeviceKind } from '../wire/DeviceKind';
import type { SoundDevices } from '../wire/SoundDevices';

interface Option {
  /** The sound server's name; empty is the system's choice. */
  name: string;
  label: string;
  /** It is not there. */
  gone: boolean;
}

/** The choices of a kind, and what is to be said where the chosen one is not used or nothing is there. */
export function choices(kind: DeviceKind, devices: SoundDevices, chosen: ChosenDevice | null, used: string | null, say: Words['sound']): { options: Option[]; note: string | null } {
  const all = kind === 'microphone' ? devices.microphones : devices.speakers;
  const system = all.find((device) => device.isDefault);
  const options: Option[] = [{ name: '', label: system ? say.system(system.label) : say.systemUnknown, gone: false }, ...all.map(({ name, label }) => ({ name, label, gone: false }))];
  const gone = chosen !== null && !all.some((device) => device.name === chosen.name) ? chosen : null;
  if (gone) options.push({ name: gone.name, label: say.gone(gone.label), gone: true });
  const instead = all.find((device) => device.name === used);
  if (!instead) return { options, note: kind === 'microphone' ? say.noMicrophone : say.noSpeaker };
  return { options, note: gone ? say.instead(gone.label, instead.label) : null };
}
