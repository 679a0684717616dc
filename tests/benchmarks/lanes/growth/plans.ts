import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arena } from '../../support/arena.ts';
import { askOnce, type Asked, type Side } from '../sides/side.ts';
import { serveOnly } from '../sides/product.ts';
import type { GrowthCaller } from './growth-callers.ts';

/** After so many times PostgreSQL has settled on a plan for a prepared statement. */
const SETTLED = 8;

/** A statement that the product has sent, with the plan and what it came to (EXPLAIN ANALYZE, BUFFERS). */
export interface Plan {
  milliseconds: number;
  statement: string;
  /** As lines of text. */
  plan: string[];
}

/**
 * The plans of what the product really sends for each caller and operation: PostgreSQL writes them into its
 * log itself (auto_explain), for connections that are made meanwhile.
 */
export async function plansOf(
  arena: Arena,
  callers: readonly GrowthCaller[],
  asked: (side: Side, caller: GrowthCaller) => Record<string, Asked>,
): Promise<Record<string, Plan[]>> {
  await explainAll(arena, true);
  const side = await serveOnly(arena);
  try {
    const plans: Record<string, Plan[]> = {};
    for (const caller of callers) {
      for (const [operation, one] of Object.entries(asked(side, caller))) {
        for (let time = 1; time < SETTLED; time++) await askOnce(side, caller, one);
        const before = (await log(arena)).length;
        await askOnce(side, caller, one);
        plans[`${operation}, ${caller.share}`] = plansIn((await log(arena)).slice(before));
      }
    }
    return plans;
  } finally {
    await side.stop();
    await explainAll(arena, false);
  }
}

async function explainAll({ database }: Arena, on: boolean): Promise<void> {
  const { rows } = await database.query<{ name: string }>('SELECT current_database() AS name');
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_format': 'json',
  };
  for (const [name, value] of Object.entries(settings)) {
    const change = on ? `SET ${name} = '${value}'` : `RESET ${name}`;
    await database.query(`ALTER DATABASE "${rows[0]!.name}" ${change}`);
  }
}

function log({ home }: Arena): Promise<string> {
  return readFile(join(home.folder, 'postgres/server.log'), 'utf8');
}

interface Logged {
  'Query Text': string;
  Plan: PlanNode;
}

interface PlanNode extends Record<string, unknown> {
  'Node Type': string;
  'Actual Total Time': number;
  Plans?: PlanNode[];
}

/** What auto_explain has written: a duration, and a JSON object over the lines that follow. */
function plansIn(text: string): Plan[] {
  const entries = text.matchAll(/duration: ([\d.]+) ms {2}plan:\n([\s\S]*?\n\t\})/g);
  return [...entries].map(([, milliseconds, json]) => {
    const logged = JSON.parse(json!.replaceAll('\n\t', '\n')) as Logged;
    const statement = logged['Query Text'].replace(/\s+/g, ' ').trim();
    return { milliseconds: Number(milliseconds), statement, plan: linesOf(logged.Plan) };
  });
}

const TOLD = ['Index Name', 'Relation Name', 'Alias', 'Subplan Name'] as const;

/** One line for every node: what it does, rows, loops, time, pages. */
function linesOf(node: PlanNode, depth = 0): string[] {
  const names = TOLD.map((key) => node[key]).filter((value) => value !== undefined);
  const removed = node['Rows Removed by Filter'];
  const line = [
    `${'  '.repeat(depth)}${node['Node Type']} ${names.map(String).join(' ')}`.trimEnd(),
    `rows=${String(node['Actual Rows'])} loops=${String(node['Actual Loops'])}`,
    `ms=${String(node['Actual Total Time'])}`,
    `pages=${Number(node['Shared Hit Blocks'] ?? 0) + Number(node['Shared Read Blocks'] ?? 0)}`,
    ...(removed === undefined ? [] : [`removed=${Number(removed)}`]),
  ].join(' ');
  return [line, ...(node.Plans ?? []).flatMap((child) => linesOf(child, depth + 1))];
}
