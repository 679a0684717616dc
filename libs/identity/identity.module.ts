import { AuditModule } from '#audit';
import { Settings } from '#config';
import { Retention } from '#database';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountData } from './account-data/account-data.ts';
import { AccountErasure } from './account-data/account-erasure.service.ts';
import { AccountExports } from './account-data/account-exports.service.ts';
import { identityParts } from './account-data/identity-parts.ts';
import { Accounts } from './accounts.ts';
import { ApiToken } from './api-token.entity.ts';
import { Authentication } from './authentication.ts';
import { Operators } from './operators.service.ts';
import { DemonstrationToken } from './demonstration-token.entity.ts';
import { TokensService } from './tokens.service.ts';
import { User } from './user.entity.ts';

const DOORS = [
  AccountData,
  AccountErasure,
  AccountExports,
  Accounts,
  Authentication,
  Operators,
  TokensService,
];

@Module({
  imports: [TypeOrmModule.forFeature([User, ApiToken, DemonstrationToken]), AuditModule],
  providers: DOORS,
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
