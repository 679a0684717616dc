export { readSettings, SettingsError, Settings } from './settings.ts';
export { mayAsk } from './sign-in-settings.ts';
