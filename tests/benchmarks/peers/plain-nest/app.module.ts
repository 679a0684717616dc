import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { TypeOrmModule } from '@nestjs/typeorm';
import DataLoader from 'dataloader';
import type { IncomingMessage } from 'node:http';
import { CallersService } from './callers.service.js';
import type { RequestContext } from './documents.resolver.js';
import { DocumentsResolver } from './documents.resolver.js';
import { DocumentsService } from './documents.service.js';
import { ApiToken, Document, DocumentVersion, Institution, Membership, User } from './entities.js';

const ENTITIES = [ApiToken, Document, DocumentVersion, Institution, Membership, User];

@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES)],
  providers: [CallersService, DocumentsService, DocumentsResolver],
  exports: [CallersService, DocumentsService],
})
class DocumentsModule {}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL!,
      entities: ENTITIES,
      poolSize: Number(process.env.DATABASE_POOL_SIZE),
    }),
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [DocumentsModule],
      inject: [CallersService, DocumentsService],
      useFactory: (callers: CallersService, documents: DocumentsService) => ({
        autoSchemaFile: true,
        playground: false,
        context: async ({ req }: { req: IncomingMessage }): Promise<RequestContext> => ({
          caller: await callers.find(req.headers.authorization),
          versions: new DataLoader((all: readonly Document[]) => documents.shownVersions(all)),
          institutions: new DataLoader((ids: readonly string[]) => documents.institutionsById(ids)),
        }),
      }),
    }),
    DocumentsModule,
  ],
})
export class AppModule {}
