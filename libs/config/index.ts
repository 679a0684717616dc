export { readSettings, SETTING_NAMES, SettingsError, Settings } from './settings.ts';
