// The far end: calls and what becomes of them. It owns every call and sends news of each change down four lanes.
//
// A call's `leg` is "here" (this web phone), "elsewhere" (another device of the same person) or "ringout".
// Its `stage` is setup, ringing, connected, held or ended. `id` is the name the control panel and the tests know it by.
import { createLane } from './lanes.js';
import { OWN_NUMBER, activeCall, telephonySession, webphoneCall } from './shapes.js';

const OUTBOUND_RINGS_MS = 300;
const RINGOUT_FIRST_LEG_MS = 1500;
const CALLEE_ANSWERS_MS = 2500;
const VOICEMAIL_LEFT_MS = 4000;
const LONGEST_EXTENSION = 5;

/** `hear` is told: sip(kind, webphoneCall), presence(snapshot), telephony(session), message(record). */
export class Platform {
  constructor({ random, pace, hear }) {
    const lane = (fromMs, toMs) => createLane({ random, pace, fromMs, toMs });
    this.lanes = { sip: lane(5, 40), telephony: lane(30, 160), presence: lane(60, 260), message: lane(80, 300) };
    this.hear = hear;
    this.pace = pace;
    this.calls = new Map();
    this.ended = [];
    this.presence = { userStatus: 'Available', dndStatus: 'TakeAllCalls' };
    this.online = true;
    this.backlog = [];
    this.transitions = true; // several devices ringing make presence say NoCall in between
    this.lastNumber = Date.now(); // ids never repeat, across reloads neither
    this.onChange = () => {};
    this.onPresence = () => {};
    this.onVoicemailLeft = () => {};
  }

  // ---- what happens to us ----

  ring({ from = '+16505550123', name = 'Ada Sample', to = OWN_NUMBER, queue, id, leg }) {
    if (this.calls.has(String(id))) return;
    const call = this.#begin({ id, leg, direction: 'Inbound', from, fromName: name, to, queue, stage: 'setup', partyKnown: true });
    this.#telephony(call);
    call.stage = 'ringing';
    if (call.leg === 'here') this.#sip('ring', call);
    this.#telephony(call);
    this.#presence();
    if (queue && this.transitions) {
      this.#send('presence', this.#snapshot({ hush: call }));
      this.#presence();
    }
  }

  answerElsewhere(call) {
    if (call.direction === 'Outbound') return this.calleeAnswers(call);
    if (call.stage !== 'ringing') return;
    if (call.leg === 'here' && this.online) this.#sipEnd(call);
    if (call.leg === 'here') call.leg = 'elsewhere';
    this.#connect(call);
    this.#news(call);
  }

  calleeAnswers(call) {
    if (!this.#alive(call) || call.direction !== 'Outbound' || (call.stage !== 'ringing' && call.stage !== 'setup')) return;
    const wasStarted = call.startTime !== undefined;
    this.#connect(call);
    if (call.leg === 'here' && !wasStarted) this.#sip('start', call);
    this.#news(call);
  }

  hangUpRemotely(call) {
    this.#end(call, { heardHere: this.online });
  }

  /** The platform forgets the call: no last record, no SIP farewell. Only `telephonyStatus` may tell. */
  vanish(call) {
    call.stage = 'ended';
    this.calls.delete(call.id);
    this.#presence();
    this.onChange();
  }

  /** Joins our calls into one whose numeric session id is "0". */
  conference() {
    const joined = this.here().filter((call) => call.stage === 'connected' || call.stage === 'held');
    if (joined.length === 0) return;
    for (const call of joined) this.#end(call, { outcome: 'conferenced' });
    const call = this.#begin({ direction: 'Outbound', from: OWN_NUMBER, to: 'conference', toName: 'Conference', stage: 'setup', partyKnown: true });
    call.conference = true;
    call.sessionId = '0';
    this.#sip('init', call);
    this.#connect(call);
    this.#sip('start', call);
    this.#news(call);
  }

  message(record) {
    this.#send('message', record);
  }

  loseNetwork() {
    this.online = false;
    this.onChange();
  }

  /** Missed messages are fetched and presence is read again; what calls did meanwhile stays untold. */
  restoreNetwork() {
    if (this.online) return;
    this.online = true;
    this.#presence();
    for (const record of this.backlog.splice(0)) this.message(record);
    this.onChange();
  }

  // ---- what we do ----

  dial(number, { ringout }) {
    if (!ringout) this.#holdOthers();
    const leg = ringout ? 'ringout' : 'here';
    const call = this.#begin({ leg, direction: 'Outbound', from: OWN_NUMBER, to: number, stage: 'setup', partyKnown: false });
    if (!ringout) this.#sip('init', call);
    this.#telephony(call);
    this.#later(OUTBOUND_RINGS_MS, call, () => {
      call.stage = 'ringing';
      call.partyKnown = true;
      const toExtension = number.replace(/\D/g, '').length <= LONGEST_EXTENSION;
      if (!ringout && toExtension) { // the phone of a colleague accepts SIP while it still rings
        call.startTime = Date.now();
        this.#sip('start', call);
      }
      this.#news(call);
    });
    if (ringout) {
      this.#later(RINGOUT_FIRST_LEG_MS, call, () => {
        call.ownLegAnswered = true;
        this.#presence();
      });
    }
    this.#later(CALLEE_ANSWERS_MS + (ringout ? RINGOUT_FIRST_LEG_MS : 0), call, () => this.calleeAnswers(call));
  }

  answer(call) {
    if (call.stage !== 'ringing' || call.direction !== 'Inbound' || call.leg !== 'here') return;
    this.#holdOthers(call);
    this.#connect(call);
    this.#sip('start', call);
    this.#news(call);
  }

  hangUp(call) {
    this.#end(call, {});
  }

  /** outcome: rejected, voicemail, forwarded (ringing calls) or transferred (running ones). */
  send(call, outcome) {
    const running = call.stage === 'connected' || call.stage === 'held';
    if (outcome === 'transferred' ? !running : call.stage !== 'ringing' || call.direction !== 'Inbound') return;
    this.#end(call, { outcome });
    if (outcome === 'voicemail') setTimeout(() => this.onVoicemailLeft(call), VOICEMAIL_LEFT_MS * this.pace);
  }

  hold(call) {
    if (call.stage !== 'connected' || !this.online) return;
    this.#touch(call, 'held');
    if (call.leg === 'here') this.#sip('hold', call);
    this.#news(call);
  }

  resume(call) {
    if (call.stage !== 'held' || !this.online) return;
    if (call.leg === 'here') this.#holdOthers(call);
    this.#touch(call, 'connected');
    if (call.leg === 'here') this.#sip('resume', call);
    this.#news(call);
  }

  mute(call, muted) {
    if (call.muted === muted || (call.stage !== 'connected' && call.stage !== 'held')) return;
    call.muted = muted;
    if (call.leg === 'here') this.#sip('mute', call);
    else this.#telephony(call);
    this.onChange();
  }

  /** Says whether the call was in a state to start or stop recording. */
  record(call, recording) {
    if (call.stage !== 'connected' || call.recording === recording) return false;
    call.recording = recording;
    call.recordingId ??= String(this.nextNumber());
    this.#telephony(call);
    this.onChange();
    return true;
  }

  setPresence(change) {
    Object.assign(this.presence, change);
    this.onPresence(this.presence);
    this.#presence();
  }

  readPresence() {
    this.#presence();
  }

  /** Signed out: whatever runs is none of this widget's business any more. */
  forgetCalls() {
    this.calls.clear();
    this.backlog.length = 0;
    this.onChange();
  }

  // ---- looking ----

  /** Calls that have a leg in this web phone, oldest first. */
  here() {
    return [...this.calls.values()].filter((call) => call.leg === 'here');
  }

  sessions() {
    return this.here().map((call) => webphoneCall(call));
  }

  latest(fits = () => true) {
    return [...this.calls.values()].filter(fits).at(-1);
  }

  nextNumber() {
    this.lastNumber += 1;
    return this.lastNumber;
  }

  // ---- inside ----

  #begin({ id, leg = 'here', ...given }) {
    const number = this.nextNumber();
    const name = id === undefined ? `${number.toString(36)}${Math.floor(Math.random() * 36 ** 6).toString(36)}` : String(id);
    const call = {
      id: id === undefined ? `call-${number}` : String(id),
      leg,
      sipId: `sip-${name}`,
      sipCallId: `${name}@simulated`,
      fromTag: `f${number.toString(36)}`,
      toTag: `t${number.toString(36)}`,
      telephonySessionId: `s-${name}`,
      partyId: `p-${name}-1`,
      sessionId: String(number),
      creationTime: Date.now(),
      lastActiveTime: Date.now(),
      startTime: undefined,
      muted: false,
      recording: false,
      ...given,
    };
    this.calls.set(call.id, call);
    this.onChange();
    return call;
  }

  #connect(call) {
    this.#touch(call, 'connected');
    call.answered = true;
    call.partyKnown = true;
    call.startTime ??= Date.now();
  }

  #touch(call, stage) {
    call.stage = stage;
    call.lastActiveTime = Date.now();
  }

  #end(call, { outcome, heardHere = true }) {
    if (!this.#alive(call)) return;
    this.#touch(call, 'ended');
    call.outcome = outcome;
    this.calls.delete(call.id);
    this.ended.push({ ...call, endTime: Date.now() });
    if (call.leg === 'here' && heardHere) this.#sipEnd(call);
    this.#telephony(call);
    this.#presence(call);
    this.onChange();
  }

  /** A call that never connected leaves by two doors (cancelled and terminated), and both announce it. */
  #sipEnd(call) {
    const copy = { ...call, stage: 'ended' };
    this.#sip('end', copy);
    if (!call.startTime) this.#sip('end', copy);
  }

  #holdOthers(except) {
    for (const call of this.here()) if (call !== except) this.hold(call);
  }

  #alive(call) {
    return this.calls.get(call.id) === call;
  }

  #later(ms, call, act) {
    setTimeout(() => {
      if (this.#alive(call)) act();
    }, ms * this.pace);
  }

  #news(call) {
    this.#telephony(call);
    this.#presence();
    this.onChange();
  }

  #sip(kind, call) {
    const shape = webphoneCall(call);
    this.lanes.sip(() => this.hear.sip(kind, shape));
  }

  #telephony(call) {
    this.#send('telephony', telephonySession(call));
  }

  #presence(ended) {
    this.#send('presence', this.#snapshot({ ended }));
  }

  #send(lane, news) {
    if (this.online) this.lanes[lane](() => this.hear[lane](news));
    else if (lane === 'message') this.backlog.push(news);
  }

  #snapshot({ ended, hush }) {
    const records = [...this.calls.values()].filter((call) => call.stage !== 'setup' || call.leg === 'ringout').map((call) => {
      const record = activeCall(call);
      return call === hush ? { ...record, telephonyStatus: 'NoCall' } : record;
    });
    const telephonyStatus = ['CallConnected', 'Ringing', 'OnHold'].find((status) => records.some((record) => record.telephonyStatus === status)) ?? 'NoCall';
    if (ended) records.push(activeCall(ended));
    return { ...this.presence, telephonyStatus, activeCalls: records };
  }
}
