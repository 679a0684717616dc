import { AuditModule } from '#audit';
import { IdentityModule } from '#identity';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Notification } from '../notifications/notification.entity.ts';
import { BreakGlassAccess, BreakGlassMail, BreakGlassReading } from './break-glass-access.entity.ts';
import { BreakGlassReadModel } from './break-glass-read-model.ts';
import { BreakGlassReader } from './break-glass-reader.ts';
import { BreakGlassService } from './break-glass.service.ts';

/** Opening and reading, for the command line alone: nothing that answers requests imports this module. */
@Module({
  imports: [
    TypeOrmModule.forFeature([BreakGlassAccess, BreakGlassReading, BreakGlassMail, Notification]),
    AuditModule,
    IdentityModule,
  ],
  providers: [BreakGlassService, BreakGlassReader, BreakGlassReadModel],
  exports: [BreakGlassService, BreakGlassReader, BreakGlassReadModel],
})
export class BreakGlassModule {}
