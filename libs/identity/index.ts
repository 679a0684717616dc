export { Accounts } from './accounts.ts';
export { Authentication } from './authentication.ts';
export { IdentityModule } from './identity.module.ts';
export { Operators } from './operators.service.ts';
export { hashToken, newToken } from './token-text.ts';
export { TokensService, type ApiTokenRow } from './tokens.service.ts';
export { userJson } from './user-sql.ts';
