// Every German word of the windows, one file per domain; the same keys as the English ones.
import { accounts } from './de/accounts';
import { activity } from './de/activity';
import { app } from './de/app';
import { calls } from './de/calls';
import { chats } from './de/chats';
import { controls } from './de/controls';
import { downloads } from './de/downloads';
import { funnel } from './de/funnel';
import { notices } from './de/notices';
import { permissions } from './de/permissions';
import { reachability } from './de/reachability';
import { settings } from './de/settings';
import { sound } from './de/sound';
import { status } from './de/status';
import type { Words } from './en';

export const de: Words = { lang: 'de', app, controls, accounts, calls, chats, status, reachability, permissions, downloads, activity, funnel, notices, settings, sound };
