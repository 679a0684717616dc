export { AccountData, type AccountPart, type Erasing, type Exporting } from './account-data/account-data.ts';
export { AccountErasure } from './account-data/account-erasure.service.ts';
export { AccountExports } from './account-data/account-exports.service.ts';
export { AccountChanges } from './account-changes.service.ts';
export { Accounts } from './accounts.ts';
export { Authentication, type RequestFacts } from './authentication.ts';
export { FederationService, type RegisteredScope } from './federation/federation.service.ts';
export { IdentityModule } from './identity.module.ts';
export { Operators } from './operators.service.ts';
export { Principals } from './principals.ts';
export {
  ATTEMPT_MINUTES,
  BrowserSignIn,
  NoBrowserSignIn,
  SignInUnavailable,
} from './sessions/browser-sign-in.ts';
export { SessionsService } from './sessions/sessions.service.ts';
export { hashToken, newToken } from './token-text.ts';
export type { ShownCredential } from './ways-in/way-in.ts';
export { TokensService, type ApiTokenRow } from './tokens.service.ts';
export { userJson } from './user-sql.ts';
export { User } from './user.entity.ts';
