// A server as tutorials of NestJS write it: Express, Apollo, code first, TypeORM's repositories, a DataLoader
// for each relation. Nothing is tuned, and nothing is made slow on purpose.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
const server = app.getHttpServer() as Server;
process.send!((server.address() as AddressInfo).port);
process.once('disconnect', () => process.exit());
