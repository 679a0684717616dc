import { readSettings, type Settings } from '#config';
import { applicationDatabase, joinEmbeddedServer, migrate } from '#database';

/** The database in use: its connection strings, and what to do when it is no longer needed. */
export interface Connection {
  /** For the application: as a role that cannot change the audit trail, where there is one. */
  url: string;
  /** As the owner of the tables, for migrations. */
  ownerUrl: string;
  /** Why only triggers guard the audit trail; null where the role does. */
  unguarded: string | null;
  settings: Settings;
  /** Has an embedded server started again whenever it is gone. */
  keepRunning(): void;
  leave(): Promise<void>;
}

interface Opening {
  migrating?: boolean;
  /** What this process can do while an embedded server starts. */
  meanwhile?: () => void;
}

/**
 * The database of the settings: the one that DATABASE_URL names, else the embedded server of the data
 * directory, joined if it runs and started if not. It is brought up to date, or else left as it is.
 */
export async function openDatabase({ migrating = true, meanwhile }: Opening = {}): Promise<Connection> {
  const settings = readSettings();
  const server = settings.databaseUrl
    ? { url: settings.databaseUrl, keepRunning: () => undefined, leave: async () => undefined }
    : await joinEmbeddedServer(settings.dataDirectory, {}, meanwhile);
  try {
    if (migrating) await migrate(server.url);
    const application = await applicationDatabase(server.url);
    return {
      ...{ ...application, ownerUrl: server.url, settings },
      keepRunning: () => server.keepRunning(),
      leave: () => server.leave(),
    };
  } catch (error) {
    await server.leave();
    throw error;
  }
}

/** Runs `work` with the database's connection string. */
export async function withDatabase<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openDatabase();
  try {
    return await work(connection);
  } finally {
    await connection.leave();
  }
}
