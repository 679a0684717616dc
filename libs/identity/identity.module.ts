import { AuditModule } from '#audit';
import { Settings } from '#config';
import { Retention } from '#database';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountData } from './account-data/account-data.ts';
import { AccountErasure } from './account-data/account-erasure.service.ts';
import { AccountExports } from './account-data/account-exports.service.ts';
import { identityParts } from './account-data/identity-parts.ts';
import { AccountChanges } from './account-changes.service.ts';
import { Accounts } from './accounts.ts';
import { ApiToken } from './api-token.entity.ts';
import { Authentication } from './authentication.ts';
import { Operators } from './operators.service.ts';
import { DemonstrationToken } from './demonstration-token.entity.ts';
import { FederationScope } from './federation/federation-scope.entity.ts';
import { FederationService } from './federation/federation.service.ts';
import { AccessTokens } from './oidc/access-tokens.ts';
import { Identity } from './oidc/identity.entity.ts';
import { BrowserSignIn } from './sessions/browser-sign-in.ts';
import { Session } from './sessions/session.entity.ts';
import { SessionsService } from './sessions/sessions.service.ts';
import { SignInAttempt } from './sessions/sign-in-attempt.entity.ts';
import { SignIns } from './sign-ins.ts';
import { Principals } from './principals.ts';
import { TokensService } from './tokens.service.ts';
import { User } from './user.entity.ts';
import { AccessTokenWay } from './ways-in/access-token-way.ts';
import { ApiTokenWay } from './ways-in/api-token-way.ts';
import { SessionWay } from './ways-in/session-way.ts';

const ENTITIES = [User, ApiToken, DemonstrationToken, Identity, Session, SignInAttempt, FederationScope];
const DOORS = [
  ...[AccountData, AccountErasure, AccountExports, Operators],
  ...[Accounts, AccountChanges, Authentication, TokensService],
  ...[BrowserSignIn, SessionsService, FederationService],
];

@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES), AuditModule],
  providers: [...DOORS, Principals, AccessTokens, SignIns, AccessTokenWay, ApiTokenWay, SessionWay],
  exports: DOORS,
})
export class IdentityModule {
  constructor(data: AccountData, retention: Retention, { retainRevokedTokensDays }: Settings) {
    data.add(...identityParts);
    retention.add({
      ...{ name: 'Deleting old tokens', days: retainRevokedTokensDays, table: 'api_tokens', key: 'id' },
      since: 'least(revoked_at, expires_at)',
    });
  }
}
