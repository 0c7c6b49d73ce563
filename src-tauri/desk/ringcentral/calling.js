// How this widget makes calls: calling mode, web phone connection, and whether the dialer is ready.
import { OWN_NUMBER } from './shapes.js';

const MODE_OF = { browser: 'webphone', ringout: 'ringout', jupiter: 'jupiter', softphone: 'softphone' };
const REGISTER_MS = 400;
const RECONNECT_MS = 600;
export const LOCATIONS = [{ label: 'My number', value: OWN_NUMBER }, { label: 'Desk phone', value: '+12095550101' }];

export function createCalling({ wire, query, store, after, account, alert }) {
  const honest = Boolean(query.get('honestWebRtc'));
  const canWebPhone = !honest || [window.WebSocket, window.MediaStream, window.RTCPeerConnection, navigator.mediaDevices?.getUserMedia].every(Boolean);
  const tabId = crypto.randomUUID?.() ?? String(Math.random());
  const state = { callWith: 'browser', myLocation: OWN_NUMBER, fromNumber: OWN_NUMBER, connection: 'disconnected', isDialling: false, online: true };

  /** Only the internal ids of calling options work as a default; the documented short names do not. */
  function load() {
    const wanted = (query.get('defaultCallWith') ?? '').replace(/^callingOptions-/, '');
    const byDefault = query.get('defaultCallWith') !== wanted && MODE_OF[wanted] ? wanted : 'browser';
    Object.assign(state, { callWith: byDefault, myLocation: OWN_NUMBER, fromNumber: OWN_NUMBER }, store.settings());
  }

  function publish() {
    const { callWith, myLocation } = state;
    wire.state('rc-calling-settings-notify', {
      callWith,
      callingMode: MODE_OF[callWith],
      ...(query.get('enableFromNumberSetting') && callWith === 'browser' ? { fromNumbers: fromNumbers() } : {}),
      ...(query.get('showMyLocationNumbers') ? { myLocation, myLocationNumbers: LOCATIONS } : {}),
    });
  }

  function setConnection(name) {
    state.connection = name;
    const isUp = name === 'connected';
    wire.state('rc-webphone-connection-status-notify', { connectionStatus: `connectionStatus-${name}`, deviceId: isUp ? '802636634004' : null });
    if (isUp && query.get('multipleTabsSupport')) wire.state('rc-webphone-active-notify', { activeId: tabId, currentActive: true });
  }

  function publishDialer() {
    wire.state('rc-dialer-status-notify', { ready: isReady() });
  }

  function isReady() {
    const hasPhone = state.callWith !== 'browser' || state.connection === 'connected';
    return account.loggedIn && state.online && !state.isDialling && hasPhone;
  }

  function connect() {
    if (!account.loggedIn || state.callWith !== 'browser') return publishDialer();
    if (!canWebPhone) {
      alert('webphone-browserNotSupported');
      setConnection('connectError');
      return publishDialer();
    }
    setConnection('connecting');
    publishDialer();
    after(REGISTER_MS, () => {
      if (!state.online || state.connection !== 'connecting') return;
      setConnection('connected');
      publishDialer();
    });
  }

  function disconnect() {
    if (state.connection === 'connected' || state.connection === 'connecting') setConnection('disconnecting');
    setConnection('disconnected');
  }

  function update({ callWith, myLocation, fromNumber }) {
    const before = state.callWith;
    if (Object.hasOwn(MODE_OF, callWith ?? '')) state.callWith = callWith;
    if (typeof myLocation === 'string') {
      const known = LOCATIONS.some(({ value }) => value === myLocation);
      state.myLocation = known ? myLocation : OWN_NUMBER;
      if (!known) alert('callingSettingsMessages-phoneNumberChanged');
    }
    if (fromNumber === 'anonymous' || fromNumbers().some(({ phoneNumber }) => phoneNumber === fromNumber)) state.fromNumber = fromNumber;
    store.saveSettings({ callWith: state.callWith, myLocation: state.myLocation, fromNumber: state.fromNumber });
    publish();
    if (before === state.callWith) return;
    if (before === 'browser' && state.connection !== 'disconnected') disconnect();
    connect();
  }

  function setOnline(online) {
    state.online = online;
    if (!account.loggedIn) return;
    if (online) return connect();
    if (state.connection !== 'connected' && state.connection !== 'connecting') return publishDialer();
    setConnection('disconnected');
    publishDialer();
    after(RECONNECT_MS, () => !state.online && setConnection('reconnecting'));
    after(RECONNECT_MS * 2, () => !state.online && setConnection('connectFailed'));
  }

  function setDialling(isDialling) {
    state.isDialling = isDialling;
    publishDialer();
  }

  const hasWebPhone = () => state.callWith === 'browser' && state.connection === 'connected';
  return { state, load, publish, publishDialer, connect, disconnect, update, setOnline, setDialling, isReady, hasWebPhone };
}

function fromNumbers() {
  return [{ phoneNumber: OWN_NUMBER, usageType: 'DirectNumber', primary: true, label: 'Direct' }, { phoneNumber: '+18885550100', usageType: 'MainCompanyNumber', primary: false, label: 'Company' }];
}
