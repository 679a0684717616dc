import { AuditModule } from '#audit';
import { DocumentsModule } from '#documents';
import { IdentityModule } from '#identity';
import { InstitutionsModule } from '#institutions';
import { PartnersModule } from '#partners';
import { SearchModule } from '#search';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FollowMatcher } from './delivery/follow-matcher.ts';
import { NoticeFanOut } from './delivery/notice-fan-out.ts';
import { Follow } from './following/follow.entity.ts';
import { FollowingReadModel } from './following/following-read-model.ts';
import { FollowingService } from './following/following.service.ts';
import { NoticeWorker } from './notice-worker.ts';
import { Notification } from './notifications/notification.entity.ts';
import { NotificationsReadModel } from './notifications/notifications-read-model.ts';
import { NotificationsService } from './notifications/notifications.service.ts';

const DOORS = [
  FollowingService,
  FollowingReadModel,
  NotificationsService,
  NotificationsReadModel,
  NoticeWorker,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Follow, Notification]),
    AuditModule,
    IdentityModule,
    InstitutionsModule,
    PartnersModule,
    DocumentsModule,
    SearchModule,
  ],
  providers: [FollowMatcher, NoticeFanOut, ...DOORS],
  exports: DOORS,
})
export class NoticesModule {}
