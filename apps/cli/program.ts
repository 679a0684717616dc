import { Command } from 'commander';

type AddCommands = (program: Command) => void;

/**
 * Every command and where it is. Only what is asked for is loaded: each brings along libraries that the
 * others do not need, and a command is often over sooner than they would be loaded.
 */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<AddCommands>])[] = [
  [['serve'], async () => (await import('./commands/serve.ts')).addServeCommand],
  [['worker'], async () => (await import('./commands/serve.ts')).addWorkerCommand],
  [['migrate', 'database-url'], async () => (await import('./commands/database.ts')).addDatabaseCommands],
  [['seed'], async () => (await import('./commands/seed.ts')).addSeedCommand],
  [['institution'], async () => (await import('./commands/institutions.ts')).addInstitutionCommands],
  [['user', 'membership'], async () => (await import('./commands/people.ts')).addPeopleCommands],
  [['group'], async () => (await import('./commands/groups.ts')).addGroupCommands],
  [['federation'], async () => (await import('./commands/federation.ts')).addFederationCommands],
  [['token'], async () => (await import('./commands/tokens.ts')).addTokenCommands],
  [['account'], async () => (await import('./commands/accounts.ts')).addAccountCommands],
  [['break-glass'], async () => (await import('./commands/break-glass.ts')).addBreakGlassCommands],
  [['import'], async () => (await import('./commands/import.ts')).addImportCommand],
  [['export'], async () => (await import('./commands/export.ts')).addExportCommand],
  [['chart'], async () => (await import('./commands/chart.ts')).addChartCommand],
  [['reindex', 'check'], async () => (await import('./commands/search-index.ts')).addIndexCommands],
  [['audit'], async () => (await import('./commands/audit.ts')).addAuditCommands],
  [['backup', 'restore'], async () => (await import('./commands/backup.ts')).addBackupCommands],
];

/**
 * The `precedent` command, with the subcommand of this name, or with all of them where none is called so.
 * Errors are thrown, so that the caller decides about exit codes.
 */
export async function buildProgram(wanted?: string): Promise<Command> {
  const program = new Command('precedent')
    .description('The joint repository of guidance, case studies, partner notes and advisories.')
    .exitOverride()
    .showHelpAfterError('(add --help for how to use it)');
  const named = COMMANDS.filter(([names]) => names.some((name) => name === wanted));
  for (const [, load] of named.length > 0 ? named : COMMANDS) (await load())(program);
  return program;
}
