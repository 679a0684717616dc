/**
 * Asks the registry for known vulnerabilities of what the project is made with, and fails for those that are
 * high or critical. A registry that does not answer such questions, or cannot be reached, fails nothing.
 */
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', shell: true });
const report = parsed(stdout);
const counts = report?.metadata?.vulnerabilities;
if (!counts) {
  const reason = report?.message ?? stderr.trim().split('\n').at(-1) ?? 'no answer';
  console.error(`Vulnerabilities were not looked up: ${reason}`);
} else {
  const severe = Object.values(report.vulnerabilities ?? {}).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  for (const { name, severity, range } of severe) console.error(`${severity}: ${name} ${range}`);
  console.error(`Known vulnerabilities: ${counts.total}, of them high or critical: ${severe.length}.`);
  process.exitCode = severe.length > 0 ? 1 : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
