// What the host may ask of the widget. Nothing is acknowledged, and what is wrong is dropped without a word.
import { OWN_NUMBER } from './shapes.js';

const USER_STATUSES = ['Available', 'Busy', 'Offline'];
const DND_STATUSES = ['TakeAllCalls', 'DoNotAcceptAnyCalls', 'DoNotAcceptDepartmentCalls', 'TakeDepartmentCallsOnly'];
const ACCEPTED_ONLY = [
  'rc-adapter-auto-populate-conversation', 'rc-adapter-update-ringtone', 'rc-adapter-update-features-flags',
  'rc-adapter-update-ai-assistant-settings', 'rc-adapter-update-sms-typing-time-tracking', 'rc-adapter-set-call-contact-matches-select',
  'rc-adapter-set-environment', 'rc-adapter-update-authorization-status', 'rc-adapter-sync-third-party-contacts',
  'rc-adapter-trigger-contact-match', 'rc-adapter-trigger-call-logger-match', 'rc-adapter-update-third-party-settings',
  'rc-adapter-register-customized-page', 'rc-adapter-register-widget-app', 'rc-adapter-unregister-widget-app',
  'rc-adapter-update-customized-banner', 'rc-post-message-response', 'rc-adapter-syncClosed', 'rc-adapter-syncMinimized', 'rc-adapter-syncPosition',
];

/** Returns `obey(message)`. Echoes of our own messages come in here too and match nothing. */
export function createCommands(widget, { hasSmsEvent }) {
  const { account, alerts, calling, oauth, platform, wire } = widget;
  let hasCallLogger = false;

  const commands = {
    'rc-adapter-new-call'({ phoneNumber, toCall }) {
      if (!account.loggedIn || calling.state.isDialling || platform.here().some((call) => call.to === phoneNumber)) return;
      widget.navigate('/dialer');
      widget.dialNumber = phoneNumber.trim();
      if (toCall) widget.dial(phoneNumber);
    },
    'rc-adapter-new-sms'({ phoneNumber, text = '' }) {
      if (account.loggedIn) widget.draft = { to: phoneNumber.trim(), text }; // a side-drawer page: no route event, and never sent
    },
    'rc-adapter-control-call': controlCall,
    'rc-adapter-login': () => account.loggedIn || oauth.open(),
    'rc-adapter-logout': () => widget.signOut(),
    'rc-calling-settings-update': (change) => account.loggedIn && calling.update(change),
    'rc-sms-settings-update'({ senderNumber }) {
      if (senderNumber === OWN_NUMBER) widget.sender = senderNumber;
      if (hasSmsEvent && account.loggedIn) widget.showSms();
    },
    'rc-adapter-navigate-to': ({ path }) => account.loggedIn && typeof path === 'string' && navigateTo(path),
    'rc-adapter-set-presence': setPresence,
    'rc-adapter-presenceItemClicked'({ presenceType }) {
      if (presenceType === 'DoNotAcceptAnyCalls') setPresence({ dndStatus: presenceType });
      else setPresence({ userStatus: presenceType, dndStatus: 'TakeAllCalls' });
    },
    'rc-adapter-webphone-sessions-sync': () => account.loggedIn && wire.post('rc-webphone-sessions-sync', { calls: platform.sessions() }),
    'rc-adapter-update-auto-log-settings'({ call, message }) {
      if (typeof call === 'boolean') widget.autoLog.call = call;
      if (typeof message === 'boolean') widget.autoLog.message = message;
      publishAutoLog();
    },
    'rc-adapter-set-side-drawer-extended'({ extended }) {
      wire.post('rc-adapter-syncSize', { size: { width: extended ? 600 : 300, height: 500 } });
      wire.state('rc-adapter-side-drawer-open-notify', { open: Boolean(extended) });
    },
    'rc-adapter-register-third-party-service'({ service }) {
      if (!service.name) return;
      hasCallLogger ||= Boolean(service.callLoggerPath);
      publishAutoLog();
    },
    'rc-adapter-message-request': request,
    ...Object.fromEntries(ACCEPTED_ONLY.map((type) => [type, () => {}])),
  };

  /** Of web phone sessions only; RingOut calls and other devices are out of reach. */
  function controlCall({ callAction, callId, options }) {
    const sessions = platform.here();
    const named = (fallback) => (callId === undefined ? sessions.findLast(fallback) : sessions.find((call) => call.sipId === callId));
    const ringing = () => named((call) => call.stage === 'ringing' && call.direction === 'Inbound');
    const active = () => named((call) => call.stage === 'connected') ?? named((call) => call.stage !== 'ringing' || call.direction === 'Outbound');
    const actions = {
      answer: () => platform.answer(ringing()),
      reject: () => platform.send(ringing(), 'rejected'),
      toVoicemail: () => platform.send(ringing(), 'voicemail'),
      toggleRingingDialog: () => {},
      forward: () => options.forwardNumber && platform.send(ringing(), 'forwarded'),
      hangup: () => platform.hangUp(active()),
      hold: () => platform.hold(active()),
      unhold: () => platform.resume(active()),
      mute: () => platform.mute(active(), true),
      unmute: () => platform.mute(active(), false),
      transfer: () => options.transferNumber && platform.send(active(), 'transferred'),
      dtmf: () => void options.dtmf,
      startRecord: () => record(active(), true),
      stopRecord: () => record(active(), false),
    };
    if (Object.hasOwn(actions, callAction)) actions[callAction]();
  }

  /** The only call-control failure that is ever reported. */
  function record(call, recording) {
    if (platform.record(call, recording)) return;
    const message = recording ? 'Recording can not be started in the current state of the call' : 'Recording can not be stopped in the current state of the call';
    wire.post('rc-control-call-error', { error: 'RecordError', message, callId: call.sipId });
  }

  function setPresence({ userStatus, dndStatus }) {
    const isValid = (value, list) => value === undefined || list.includes(value);
    if (widget.refusesPresence || !account.loggedIn || !isValid(userStatus, USER_STATUSES) || !isValid(dndStatus, DND_STATUSES)) return;
    const { presence } = platform;
    platform.setPresence({ userStatus: userStatus ?? presence.userStatus, dndStatus: dndStatus ?? presence.dndStatus });
  }

  function navigateTo(path) {
    if (path === 'goBack') return widget.navigate('/dialer');
    if (path === '/composeText') widget.draft = { to: '', text: '' };
    const isSideDrawer = /^\/(log|composeText|conversations|contacts\/.|glip\/groups)/.test(path);
    if (!isSideDrawer && path.startsWith('/')) widget.navigate(path);
  }

  function publishAutoLog() {
    if (!account.loggedIn) return;
    if (hasCallLogger) wire.state('rc-callLogger-auto-log-notify', { autoLog: widget.autoLog.call });
    wire.state('rc-messageLogger-auto-log-notify', { autoLog: widget.autoLog.message });
  }

  function request({ requestId, path, body, ...legacy }) {
    const paths = {
      '/check-popup-window': () => body && platform.here().length > 0,
      '/custom-alert-message': () => alerts.add(body ?? { message: legacy.alertMessage, level: legacy.alertLevel, ttl: legacy.ttl }),
      '/dismiss-alert-message'() {
        alerts.dismiss(body?.id);
        return 'ok';
      },
      '/create-sms-template': () => (body.displayName && body.text ? 'ok' : 'displayName and text are required'),
      '/unlogged-calls': () => ({ calls: body && [], hasMore: false }),
      '/get-call-log': () => callLog(body),
    };
    if (path === '/schedule-meeting') return; // meetings are not permitted here, and then there is no reply at all
    const response = Object.hasOwn(paths, path ?? '') ? paths[path]() : { data: 'no matched path' };
    wire.post('rc-adapter-message-response', { responseId: requestId, response });
  }

  function callLog({ sessionId, telephonySessionId }) {
    const call = platform.ended.findLast((ended) => ended.sessionId === sessionId || ended.telephonySessionId === telephonySessionId);
    if (!call) return { error: 'Call not found' };
    const { direction, from, fromName, to, startTime, endTime } = call;
    const duration = startTime ? Math.round((endTime - startTime) / 1000) : 0;
    const result = direction === 'Outbound' ? 'Call connected' : startTime ? 'Accepted' : 'Missed';
    return { call: { sessionId: call.sessionId, telephonySessionId: call.telephonySessionId, direction, from: { phoneNumber: from, name: fromName }, to: { phoneNumber: to }, startTime: call.creationTime, duration, result } };
  }

  return (message) => {
    if (typeof message !== 'object' || message === null) return;
    try {
      if (message.callbackUri) {
        wire.heard(message);
        oauth.complete(message.callbackUri).catch(() => {});
      }
      if (!Object.hasOwn(commands, message.type ?? '')) return;
      wire.heard(message);
      commands[message.type](message);
      widget.redraw();
    } catch {
      // The real widget throws inside an async listener: nothing reaches the host, and neither does this.
    }
  };
}
