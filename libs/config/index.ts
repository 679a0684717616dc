export { readSettings, SETTING_NAMES, SettingsError, Settings } from './settings.ts';
export type { Limits, TrustedProxies } from './limits.ts';
export { mayAsk } from './sign-in-settings.ts';
