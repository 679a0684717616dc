import { Command } from 'commander';
import { addAuditCommands } from './commands/audit.ts';
import { addAccountCommands } from './commands/accounts.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addBreakGlassCommands } from './commands/break-glass.ts';
import { addChartCommand } from './commands/chart.ts';
import { addDatabaseCommands } from './commands/database.ts';
import { addExportCommand } from './commands/export.ts';
import { addFederationCommands } from './commands/federation.ts';
import { addGroupCommands } from './commands/groups.ts';
import { addImportCommand } from './commands/import.ts';
import { addIndexCommands } from './commands/search-index.ts';
import { addInstitutionCommands } from './commands/institutions.ts';
import { addPeopleCommands } from './commands/people.ts';
import { addSeedCommand } from './commands/seed.ts';
import { addServeCommand, addWorkerCommand } from './commands/serve.ts';
import { addTokenCommands } from './commands/tokens.ts';

/** The `precedent` command. Errors are thrown, so that the caller decides about exit codes. */
export function buildProgram(): Command {
  const program = new Command('precedent')
    .description('The joint repository of guidance, case studies, partner notes and advisories.')
    .exitOverride()
    .showHelpAfterError('(add --help for how to use it)');
  addServeCommand(program);
  addWorkerCommand(program);
  addDatabaseCommands(program);
  addSeedCommand(program);
  addInstitutionCommands(program);
  addPeopleCommands(program);
  addGroupCommands(program);
  addFederationCommands(program);
  addTokenCommands(program);
  addAccountCommands(program);
  addBreakGlassCommands(program);
  addImportCommand(program);
  addExportCommand(program);
  addChartCommand(program);
  addIndexCommands(program);
  addAuditCommands(program);
  addBackupCommands(program);
  return program;
}
