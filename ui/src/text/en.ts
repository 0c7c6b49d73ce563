// Every English word of the windows, one file per domain. The German ones must have the same keys: a missing one fails tsc.
import { accounts } from './en/accounts';
import { activity } from './en/activity';
import { app } from './en/app';
import { calls } from './en/calls';
import { chats } from './en/chats';
import { controls } from './en/controls';
import { downloads } from './en/downloads';
import { funnel } from './en/funnel';
import { notices } from './en/notices';
import { permissions } from './en/permissions';
import { reachability } from './en/reachability';
import { settings } from './en/settings';
import { sound } from './en/sound';
import { status } from './en/status';

export const en = { lang: 'en', app, controls, accounts, calls, chats, status, reachability, permissions, downloads, activity, funnel, notices, settings, sound };

/** The words of one language. */
export type Words = typeof en;
