export { Bindings } from './bindings.ts';
export { DatabaseModule } from './database.module.ts';
export { joinEmbeddedServer } from './embedded-server.ts';
export { insertRows } from './insert-rows.ts';
export { migrate } from './migrate.ts';
export { hasIndexWork, queueIndexWork, type IndexWork } from './index-work.ts';
export { queueNotice, type NoticeEvent } from './notice-work.ts';
export { ReadDatabase } from './read-database.ts';
export { behindCursor, keysetCursor, keysetOrder, type Keyset } from './keyset.ts';
