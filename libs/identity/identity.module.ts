import { AuditModule } from '#audit';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Accounts } from './accounts.ts';
import { ApiToken } from './api-token.entity.ts';
import { Authentication } from './authentication.ts';
import { Operators } from './operators.service.ts';
import { DemonstrationToken } from './demonstration-token.entity.ts';
import { TokensService } from './tokens.service.ts';
import { User } from './user.entity.ts';

@Module({
  imports: [TypeOrmModule.forFeature([User, ApiToken, DemonstrationToken]), AuditModule],
  providers: [Accounts, Authentication, Operators, TokensService],
  exports: [Accounts, Authentication, Operators, TokensService],
})
export class IdentityModule {}
