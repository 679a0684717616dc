export { Bindings } from './bindings.ts';
export { DATABASE_URL, DatabaseModule } from './database.module.ts';
export { joinEmbeddedServer, runningEmbeddedServer, type EmbeddedServer } from './embedded-server.ts';
export { migrate } from './migrate.ts';
export { SearchOutboxEntry } from './outbox.entity.ts';
export { ReadDatabase } from './read-database.ts';
