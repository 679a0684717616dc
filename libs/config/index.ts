export { readSettings, SettingsError, Settings } from './settings.ts';
