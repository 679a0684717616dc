export { readSettings, SettingsError, Settings } from './settings.ts';
export type { Limits, TrustedProxies } from './limits.ts';
