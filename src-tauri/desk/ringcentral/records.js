// Message-store records as the platform writes them: SMS, MMS, pager, voicemail and fax, with the id types mixed as in the wild.
import { OWN_NUMBER } from './shapes.js';

const STORE_URI = 'https://media.invalid/restapi/v1.0/account/~/extension/~/message-store';

/** `nextNumber` gives every record its number; every second id is sent as a string, as newer platforms do. */
export function createRecords(nextNumber) {
  function record({ id, type, direction = 'Inbound', ...given }) {
    const number = id ?? nextNumber();
    const when = new Date().toISOString();
    return {
      id: id === undefined && number % 2 === 0 ? String(number) : number,
      uri: `${STORE_URI}/${number}`,
      type,
      direction,
      creationTime: when,
      lastModifiedTime: when,
      readStatus: direction === 'Inbound' ? 'Unread' : 'Read',
      messageStatus: direction === 'Inbound' ? 'Received' : 'Sent',
      availability: 'Alive',
      priority: 'Normal',
      attachments: [],
      ...given,
    };
  }

  function attachment(type, contentType, more) {
    const id = nextNumber();
    return { id, uri: `${STORE_URI}/content/${id}`, type, contentType, ...more };
  }

  return {
    /** kind: SMS, MMS or Pager. */
    text({ from = '+16505550123', name = 'Ada Sample', text = 'Hello', kind = 'SMS', id }) {
      const isPager = kind === 'Pager';
      return record({
        id,
        type: isPager ? 'Pager' : 'SMS',
        from: isPager ? { extensionNumber: from, name } : { phoneNumber: from, name, location: 'Sampletown, CA' },
        to: [isPager ? { extensionNumber: '101', name: 'You' } : { phoneNumber: OWN_NUMBER, name: 'You', target: true }],
        subject: text,
        ...(kind === 'MMS' ? { attachments: [attachment('MmsAttachment', 'image/png', { fileName: 'photo.png', size: 20480 })] } : {}),
        ...conversation(from),
      });
    },
    sent({ to, text }) {
      return record({
        type: 'SMS',
        direction: 'Outbound',
        from: { phoneNumber: OWN_NUMBER, name: 'You' },
        to: [{ phoneNumber: to, messageStatus: 'Sent' }],
        subject: text,
        ...conversation(to),
      });
    },
    /** Nothing in it names the call it was left after. */
    voicemail({ from = '+16505550123', name = 'Ada Sample', seconds = 12, id }) {
      return record({
        id,
        type: 'VoiceMail',
        from: { phoneNumber: from, name },
        to: [{ phoneNumber: OWN_NUMBER, name: 'You' }],
        vmTranscriptionStatus: 'NotAvailable',
        attachments: [attachment('AudioRecording', 'audio/mpeg', { vmDuration: Number(seconds) })],
      });
    },
    /** A received fax has no `to`. */
    fax({ from = '+16505550123', name, pages = 2, id }) {
      return record({
        id,
        type: 'Fax',
        from: { phoneNumber: from, name },
        faxPageCount: Number(pages),
        faxResolution: 'High',
        coverIndex: 0,
        attachments: [attachment('RenderedDocument', 'application/pdf')],
      });
    },
    /** The same record once more, changed a moment later. */
    changed(before, change) {
      return { ...before, ...change, lastModifiedTime: new Date(Math.max(Date.now(), Date.parse(before.lastModifiedTime) + 1)).toISOString() };
    },
  };
}

/** One thread per person. Its id exceeds 2^53: only the string can be trusted, the number beside it has lost digits. */
function conversation(person) {
  const id = `6419${person.replace(/\D/g, '').padStart(13, '0').slice(-13)}41`;
  return { conversation: { id }, conversationId: Number(id) };
}
