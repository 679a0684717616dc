export { readSettings, SettingsError, Settings } from './settings.ts';
export { mayAsk, type SignInSettings } from './sign-in-settings.ts';
