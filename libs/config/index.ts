export { readSettings, SETTING_NAMES, SettingsError, Settings } from './settings.ts';
export type { Limits, TrustedProxies } from './limits.ts';
export { mayAsk, type SignInSettings } from './sign-in-settings.ts';
