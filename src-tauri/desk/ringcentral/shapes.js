// The shapes the widget gives to calls: one call of our model as WebphoneCall, ActiveCall and TelephonySession.

export const EXTENSION_ID = '208594004';
export const ACCOUNT_ID = '208594003';
export const OWN_NUMBER = '+12095550100';

const PRESENCE_OF_STAGE = { setup: 'Ringing', ringing: 'Ringing', connected: 'CallConnected', held: 'OnHold', ended: 'NoCall' };
const PARTY_OF_STAGE = { setup: 'Setup', ringing: 'Proceeding', connected: 'Answered', held: 'Hold', ended: 'Disconnected' };

/** From and to are plain strings here; `partyData` appears only once a SIP message carried it. */
export function webphoneCall(call) {
  const connected = call.muted ? 'onMute' : 'connected';
  const sipStage = { setup: 'setup', ringing: call.startTime ? connected : 'connecting', connected, held: 'onHold', ended: 'finished' };
  return {
    id: call.sipId,
    callId: call.sipCallId,
    direction: call.direction,
    callStatus: `webphone-session-${sipStage[call.stage]}`,
    from: call.from,
    to: call.to,
    fromNumber: call.direction === 'Outbound' ? call.from : undefined,
    fromUserName: call.fromName,
    toUserName: call.toName,
    fromTag: call.fromTag,
    toTag: call.direction === 'Inbound' || call.startTime ? call.toTag : undefined,
    startTime: call.startTime,
    creationTime: call.creationTime,
    lastActiveTime: call.lastActiveTime,
    isOnHold: call.stage === 'held',
    isOnMute: call.muted,
    isOnFlip: false,
    isOnTransfer: call.outcome === 'transferred',
    isToVoicemail: call.outcome === 'voicemail',
    isForwarded: call.outcome === 'forwarded',
    isReplied: false,
    minimized: false,
    recordStatus: `webphone-record-${call.recording ? 'recording' : 'idle'}`,
    contactMatch: undefined,
    partyData: call.partyKnown ? { partyId: call.partyId, sessionId: call.telephonySessionId } : null,
    callQueueName: call.queue ? `${call.queue} - ` : null,
    warmTransferSessionId: undefined,
    cached: false,
    removed: call.stage === 'ended',
  };
}

/** A presence record; the `id` and `sipData` in it are taken out again by whoever posts it. */
export function activeCall(call, terminationType) {
  const final = call.stage === 'ended';
  return {
    id: call.sipId,
    direction: call.direction,
    from: { phoneNumber: call.from },
    // RingOut's last record may have lost the callee.
    to: { phoneNumber: final && call.leg === 'ringout' && call.direction === 'Outbound' ? '' : call.to },
    fromName: call.fromName,
    toName: call.toName,
    // RingOut calls itself connected as soon as the first leg, our own phone, has answered.
    telephonyStatus: call.ownLegAnswered && call.stage === 'ringing' ? 'CallConnected' : PRESENCE_OF_STAGE[call.stage],
    terminationType: final ? 'final' : terminationType,
    sessionId: call.sessionId,
    telephonySessionId: call.telephonySessionId,
    partyId: call.partyId,
    startTime: call.creationTime,
    queueCall: call.queue ? true : undefined,
    sipData: {
      toTag: call.toTag,
      fromTag: call.fromTag,
      remoteUri: `sip:${call.direction === 'Inbound' ? call.from : call.to}@sip.invalid`,
      localUri: `sip:${OWN_NUMBER}@sip.invalid`,
      callId: call.sipCallId,
      rcSessionId: call.sessionId,
    },
  };
}

/** The status of a call changes its one party; all else stays as the first event gave it, `sequence` included. */
export function telephonySession(call) {
  return {
    id: call.telephonySessionId,
    sessionId: call.sessionId,
    extensionId: EXTENSION_ID,
    accountId: ACCOUNT_ID,
    creationTime: new Date(call.creationTime).toISOString(),
    serverId: '10.0.0.1.TAM',
    origin: { type: call.leg === 'ringout' ? 'RingOut' : call.conference ? 'Conference' : 'Call' },
    sequence: 1,
    parties: [
      {
        id: call.partyId,
        direction: call.direction,
        from: { phoneNumber: call.from, name: call.fromName },
        to: { phoneNumber: call.to, name: call.toName },
        status: partyStatus(call),
        accountId: ACCOUNT_ID,
        extensionId: EXTENSION_ID,
        missedCall: call.stage === 'ended' && call.direction === 'Inbound' && !call.answered && call.outcome === undefined,
        standAlone: false,
        muted: call.leg !== 'here' && call.muted, // a web phone mutes locally, the platform never hears of it
        queueCall: call.queue ? true : undefined,
        ringOutRole: call.leg === 'ringout' && call.direction === 'Outbound' ? 'Initiator' : undefined,
        conferenceRole: call.conference ? 'Host' : undefined,
        recordings: call.recordingId ? [{ id: call.recordingId, active: call.recording }] : undefined,
      },
    ],
  };
}

function partyStatus(call) {
  if (call.outcome === 'voicemail') return { code: 'Voicemail' };
  if (call.outcome === 'transferred') return { code: 'Gone', reason: 'BlindTransfer' };
  if (call.outcome === 'conferenced') return { code: 'Gone', reason: 'Conference', peerId: { sessionId: '0' } };
  return { code: PARTY_OF_STAGE[call.stage], ...(call.outcome === 'rejected' ? { reason: 'Rejected' } : {}) };
}
