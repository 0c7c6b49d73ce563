// The simulated RingCentral widget: puts the parts together, and speaks the start-up, sign-in and sign-out sequences in the real order.
//
// Query parameters of its own, beside those of the real widget: signedIn=1 (a session exists on the very first load),
// honestWebRtc=1 (needs a real RTCPeerConnection), seed=N (delays repeat), pace=F (scales every delay, 0 = at once).
import { createAlerts } from './alerts.js';
import { createCalling } from './calling.js';
import { createCommands } from './commands.js';
import { createEcho } from './echo.js';
import { seededRandom } from './lanes.js';
import { createOAuth } from './oauth.js';
import { showPanel } from './panel.js';
import { showPhone } from './phone.js';
import { Platform } from './platform.js';
import { createRecords } from './records.js';
import { createRemote } from './remote.js';
import { chosenPlatform, createSession } from './session.js';
import { OWN_NUMBER } from './shapes.js';
import { createStore } from './store.js';
import { createWire } from './wire.js';

const BOOT_MS = 400;
const TOKEN_EXCHANGE_MS = 250;
const WEB_PHONE_STARTS_MS = 1000;
const HISTORY_SYNCED_MS = 5000;
const TOKEN_CHECK_MS = 1000;
const RECENT_INBOUND = 20;
const RECENT_UPDATED = 30;
const SIGNED_IN_ONLY = ['rc-region-settings-notify', 'rc-messageLogger-auto-log-notify', 'rc-calling-settings-notify', 'rc-sms-settings-notify'];

const query = new URLSearchParams(location.search);
const pace = query.has('pace') ? Number(query.get('pace')) : 1;
const prefix = query.get('prefix') || 'rc-widget';
const store = createStore(prefix);
const chosen = chosenPlatform(prefix);
const session = chosen && createSession(chosen, store, sessionEnded);
const isMainTab = store.mainTab(String(Math.random()));
const wire = createWire();
const alerts = createAlerts();
const account = { loggedIn: false, isFresh: null, visit: 0 };
const widget = { account, alerts, wire, path: undefined, messages: [], sender: OWN_NUMBER, autoLog: { call: false, message: false }, dialNumber: '', draft: undefined, onChange: [] };

widget.platform = new Platform({ random: seededRandom(Number(query.get('seed') ?? 1)), pace, hear: { sip, presence, telephony, message } });
Object.assign(widget.platform.presence, store.presence());
widget.platform.onPresence = store.savePresence;
widget.records = createRecords(() => widget.platform.nextNumber());
widget.calling = createCalling({ wire, query, store, after, account, alert: alerts.show });
widget.oauth = createOAuth({ query, wire, session, isReady: () => !account.loggedIn && widget.path === '/', signedIn: () => signIn({ isFresh: true }), alert: alerts.show });
Object.assign(widget, { signIn, signOut, navigate, dial, compose, setOnline, showSms, receive, redraw, store, pace });
const { platform, calling, records } = widget;
let knownCalls = new Map();

alerts.onChange = redraw;
platform.onChange = redraw;
platform.onVoicemailLeft = (call) => account.loggedIn && receive(records.voicemail({ from: call.from, name: call.fromName }));
widget.onChange.push(createEcho(platform, () => alerts.show('webphone-noMicrophone')));
const obey = createCommands(widget, { hasSmsEvent: Boolean(query.get('enableSmsSettingEvent')) });
const obeyRemote = createRemote(widget);
addEventListener('message', (event) => {
  obey(event.data); // like the real one, whoever sent it
  if (event.source === window || event.origin === location.origin) obeyRemote(event.data);
});
showPhone(widget);
showPanel(widget, obeyRemote);
setTimeout(start, BOOT_MS * pace);
if (session) setInterval(() => account.loggedIn && session.refresh(), TOKEN_CHECK_MS);

// ---- the three sequences ----

function start() {
  wire.state('rc-dialer-status-notify', { ready: false });
  wire.state('rc-meeting-status-notify', { ready: false, permission: false });
  brandAssets();
  wire.state('rc-webphone-connection-status-notify', { connectionStatus: 'connectionStatus-disconnected', deviceId: null });
  wire.post('rc-adapter-pushAdapterState', {
    size: { width: 300, height: 500 },
    minimized: false,
    closed: false,
    position: { translateX: null, translateY: null, minTranslateX: null, minTranslateY: null },
    telephonyStatus: null,
    userStatus: null,
    dndStatus: null,
  });
  noPresence();
  wire.state('rc-adapter-pushLocale', { locale: 'en-US', strings: { currentCallBtn: 'Current Call', viewCallsBtn: 'View Calls', availableBtn: 'Available', busyBtn: 'Busy', offlineBtn: 'Invisible', doNotAcceptAnyCallsBtn: 'Do not disturb' } });
  wire.state('rc-adapter-theme-notify', { theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light' });
  wire.state('rc-adapter-ai-assistant-settings-notify', { showAiAssistantWidget: false, autoStartAiAssistant: false });
  wire.post('rc-adapter-syncSize', { size: { width: 300, height: 500 } });
  wire.state('rc-adapter-side-drawer-open-notify', { open: false });
  brandAssets();
  const isFirstLoad = store.isFirstLoad();
  if (isFirstLoad && query.get('signedIn') === '1') store.saveSession();
  if (store.session()) return signIn({ isFresh: false });
  loginStatus();
  navigate('/');
}

function signIn({ isFresh }) {
  if (account.loggedIn) signOut({ isExchange: true }); // a second code restarts everything
  account.visit += 1;
  const visit = account.visit;
  setTimeout(() => {
    if (visit !== account.visit) return;
    Object.assign(account, { loggedIn: true, isFresh });
    if (!session) store.saveSession();
    calling.load();
    platform.readPresence();
    syncPresence({ ...platform.presence, telephonyStatus: 'NoCall' });
    wire.state('rc-region-settings-notify', { countryCode: 'US', areaCode: '650' });
    wire.state('rc-messageLogger-auto-log-notify', { autoLog: widget.autoLog.message });
    brandAssets();
    loginStatus();
    calling.publish();
    navigate('/dialer');
    if (query.get('enableSmsSettingEvent')) showSms();
    track('Authentication');
    after(WEB_PHONE_STARTS_MS, calling.connect);
    after(HISTORY_SYNCED_MS, () => wire.post('rc-call-history-synced-notify', {}));
    redraw();
  }, (isFresh ? TOKEN_EXCHANGE_MS : 0) * pace);
}

function signOut({ isExchange = false } = {}) {
  if (!account.loggedIn) return;
  calling.disconnect();
  account.visit += 1;
  account.loggedIn = false;
  if (!isExchange) {
    session?.revoke();
    store.clearSession();
  }
  platform.forgetCalls();
  knownCalls = new Map();
  widget.messages.length = 0;
  loginStatus();
  brandAssets();
  noPresence();
  navigate('/');
  calling.publishDialer();
  wire.forget(...SIGNED_IN_ONLY);
  redraw();
}

/** The platform took the session back: nothing is left to revoke, and nobody is told but by the state. */
function sessionEnded() {
  store.clearSession();
  account.isFresh = null;
  signOut();
  alerts.show('authMessages-sessionExpired');
}

/** A timer of this visit: signing out or in again silences it. */
function after(ms, act) {
  const { visit } = account;
  setTimeout(() => {
    if (visit !== account.visit) return;
    act();
    redraw();
  }, ms * pace);
}

// ---- state that is told on change ----

function loginStatus() {
  const { loggedIn, isFresh } = account;
  wire.state('rc-login-status-notify', {
    loggedIn,
    loginNumber: loggedIn ? '+18885550100*101' : undefined,
    contractedCountryCode: loggedIn ? 'US' : undefined,
    admin: false,
    features: loggedIn ? { sms: true, meeting: false, glip: false, smartNote: false, call: true, ringSenseInsights: false } : {},
    isFreshLogin: isFresh, // after a sign-out it still shows what it was
  });
}

function syncPresence({ telephonyStatus, userStatus, dndStatus }) {
  const presenceOption = dndStatus === 'DoNotAcceptAnyCalls' ? dndStatus : userStatus;
  wire.state('rc-adapter-syncPresence', { telephonyStatus, userStatus, dndStatus, presenceOption });
}

function noPresence() {
  syncPresence({ telephonyStatus: null, userStatus: null, dndStatus: null });
}

function brandAssets() {
  wire.post('rc-brand-assets-notify', { logoUri: new URL('./logo.svg', location.href).href, iconUri: new URL('./logo.svg', location.href).href });
}

function navigate(path) {
  widget.path = path;
  wire.state('rc-route-changed-notify', { path });
  redraw();
}

function showSms() {
  const features = ['SmsSender', 'MmsSender', 'CallerId'];
  const senderNumbers = [{ phoneNumber: OWN_NUMBER, usageType: 'DirectNumber', type: 'VoiceFax', features, label: 'Direct' }];
  wire.state('rc-sms-settings-notify', { senderNumber: widget.sender, senderNumbers });
}

function track(event, properties = {}) {
  if (query.get('enableAnalytics')) wire.post('rc-analytics-track', { event, properties });
}

// ---- news from the platform ----

function sip(kind, call) {
  if (!account.loggedIn) return;
  wire.post(`rc-call-${kind}-notify`, { call: kind === 'end' ? { ...call, endTime: Date.now() } : call });
  if (kind === 'start') track(`Call: ${call.direction} call connected`);
}

/** Only records present in the new list are compared: a call that merely disappears is never announced. */
function presence(snapshot) {
  if (!account.loggedIn) return;
  syncPresence(snapshot);
  const seen = new Map();
  for (const { id: _, ...record } of snapshot.activeCalls) {
    if (record.terminationType === 'intermediate') continue;
    const key = record.sessionId + record.direction;
    const status = `${record.telephonyStatus} ${record.terminationType}`;
    seen.set(key, status);
    if (knownCalls.get(key) === status || !speaks()) continue;
    const { sipData, ...bare } = { ...record, offset: Math.min(Date.now() - record.startTime, 0) };
    if (calling.state.callWith === 'ringout') wire.post('rc-ringout-call-notify', { call: { ...bare, sipData } });
    wire.post('rc-active-call-notify', { call: bare });
  }
  knownCalls = seen;
}

function telephony(session) {
  if (account.loggedIn && speaks()) wire.post('rc-telephony-session-notify', { telephonySession: session });
}

/** With disableInactiveTabCallEvent an inactive tab swallows its call events for good. */
function speaks() {
  return !query.get('disableInactiveTabCallEvent') || isMainTab();
}

function receive(record) {
  platform.message(record);
}

function message(record) {
  if (!account.loggedIn) return;
  const place = widget.messages.findIndex(({ id }) => id === record.id);
  if (place >= 0) widget.messages[place] = record;
  else widget.messages.unshift(record);
  if (store.isNew('message-updated-event', `${record.id}-${record.lastModifiedTime}`, RECENT_UPDATED)) wire.post('rc-message-updated-notify', { message: record });
  const isNews = record.direction === 'Inbound' && record.readStatus === 'Unread' && record.messageStatus === 'Received';
  if (isNews && store.isNew('inbound-message-event', record.id, RECENT_INBOUND)) wire.post('rc-inbound-message-notify', { message: record });
  redraw();
}

// ---- what the person, a command or the panel asks for ----

/** Nothing is posted when dialling is impossible: the page only shows an alert. */
function dial(number) {
  const digits = number.trim();
  if (!account.loggedIn || digits === '' || calling.state.isDialling) return;
  if (!calling.isReady()) return void alerts.show('webphone-notReady');
  if (calling.state.callWith !== 'browser' && calling.state.callWith !== 'ringout') return;
  if (platform.here().some((call) => call.to === digits)) return;
  const ringout = calling.state.callWith === 'ringout';
  calling.setDialling(true);
  after(ringout ? 800 : 150, () => {
    platform.dial(digits, { ringout });
    calling.setDialling(false);
  });
}

function compose({ to, text }) {
  const sent = records.sent({ to, text });
  receive(sent);
  after(900, () => receive(records.changed(sent, { messageStatus: 'Delivered', to: [{ phoneNumber: to, messageStatus: 'Delivered' }] })));
}

function setOnline(online) {
  if (online) platform.restoreNetwork();
  else platform.loseNetwork();
  calling.setOnline(online);
  redraw();
}

function redraw() {
  for (const draw of widget.onChange) draw();
}
