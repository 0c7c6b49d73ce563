// Calls by the place they have: those that ring, those that run, and those that just ended. Each keeps its place while it lasts.
import type { Words } from '../text/en';
import type { CallAction } from '../wire/CallAction';
import type { CallRow } from '../wire/CallRow';

/** How long the card of an ended call stays, in milliseconds. */
export const ENDED_MS = 8000;

const byArrival = (a: CallRow, b: CallRow) => a.id - b.id;

/** Rings for the agent, on this computer or on another phone of theirs. */
export function rings(call: CallRow): boolean {
  return call.state === 'alerting' && call.direction === 'inbound';
}

/** Calls that ring, the one that began first before the others. */
export function ringingCalls(calls: readonly CallRow[]): CallRow[] {
  const here = calls.filter((call) => rings(call));
  return [...here.filter((call) => !call.elsewhere).sort(byArrival), ...here.filter((call) => call.elsewhere).sort(byArrival)];
}

/** All other calls in the order they came: holding one or talking on another moves nothing. */
export function runningCalls(calls: readonly CallRow[]): CallRow[] {
  return calls.filter((call) => !rings(call)).sort(byArrival);
}

/** Calls that were talked on or dialled here and ended a moment ago, in the order they came. */
export function endedCalls(recent: readonly CallRow[], now: number): CallRow[] {
  const said = (call: CallRow) => (call.connectedAt !== null || call.direction === 'outbound') && call.end !== 'answeredElsewhere' && !call.elsewhere;
  return recent.filter((call) => call.endedAt !== null && now - call.endedAt < ENDED_MS && now >= call.endedAt && said(call)).sort(byArrival);
}

/** What a place on the card of a running call does now, and why it cannot where it cannot. */
export interface Tile {
  action: CallAction;
  /** Why it cannot be pressed now; none where it can. */
  why: string | null;
}

/** The six places of a running call, in their order; what a place means may change, the place does not. */
export function tilesOf(call: CallRow, broken: boolean, words: Words): Tile[] {
  const can = (action: CallAction) => call.actions.includes(action);
  const places: CallAction[] = [
    call.state === 'held' || can('resume') ? 'resume' : 'hold',
    can('unmute') || (call.muted && !can('mute')) ? 'unmute' : 'mute',
    'hangUp',
    'keypad',
    'transfer',
    can('stopRecording') || (call.recording === 'on' && !can('record')) ? 'stopRecording' : 'record',
  ];
  return places.map((action) => ({ action, why: can(action) ? null : whyNot(call, action, broken, words) }));
}

/** Why an action cannot be asked of the call now, in words. */
export function whyNot(call: CallRow, action: CallAction, broken: boolean, words: Words): string {
  const say = words.calls.why;
  if (broken) return say.pageSilent;
  if (call.elsewhere) return say.elsewhere;
  switch (call.state) {
    case 'dialing':
    case 'alerting':
      return call.direction === 'inbound' ? say.ownPhone : say.notConnected;
    case 'held':
      return say.held;
    case 'queued':
      return say.queued;
    case 'failed':
    case 'ended':
      return say.over;
    case 'connected':
      return (action === 'record' || action === 'stopRecording') && call.recording === 'pending' ? say.recordingAsked : (action === 'record' && call.recording === 'notAllowed') ? say.recordingForbidden : say.notOffered;
  }
}
