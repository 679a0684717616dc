import { parse } from 'csv-parse/sync';
import { PrecedentHome } from '../support/precedent-process.ts';

const PUBLISHER = 'marcus.ellery@assurance-desk.example';
const ASKED = 'gareth.llewellyn@harrowmere.example';

interface Exported {
  id: string;
  title: string;
  reviewBy: string | null;
}

describe('exporting from the demonstration', () => {
  const home = new PrecedentHome();
  let records: Exported[];
  let id: string;

  const documents = async (...more: string[]): Promise<Exported[]> =>
    (await home.must('export', 'documents', '--as', PUBLISHER, ...more))
      .split('\n')
      .map((line) => JSON.parse(line) as Exported);

  beforeAll(async () => {
    await home.useTestServer();
    await home.must('seed', 'demo');
    records = await documents();
    id = records.find(({ title }) => title.startsWith('Check the end use'))!.id;
  });
  afterAll(() => home.remove());

  it("gives the issuer's publisher every institution that is asked, with its answer", async () => {
    const csv = await home.must('export', 'responses', '--document', id, '--as', PUBLISHER);
    const rows = parse<Record<string, string>>(csv, { columns: true });
    const names = rows.map(({ name }) => name!);
    expect(names).toEqual([...names].sort());
    expect(rows.map(({ institution }) => institution)).not.toContain('assurance-desk');
    const statuses = Object.fromEntries(rows.map(({ institution, status }) => [institution, status]));
    expect(statuses).toMatchObject({ harrowmere: 'DONE', calderwyck: 'ASSESSING', brenkstadt: 'PENDING' });
    const done = rows.find(({ institution }) => institution === 'harrowmere');
    expect(done).toMatchObject({ respondedByEmail: ASKED, versionNumber: '1', overdue: 'false' });
    expect(done?.note).toContain('Form extended');
  });

  it('gives nobody else anything, in words that do not tell whether there is something', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000';
    const [others, none] = [
      await home.run('export', 'responses', '--document', id, '--as', ASKED),
      await home.run('export', 'responses', '--document', nothing, '--as', ASKED),
    ];
    expect(others).toEqual(none);
    expect(others.code).not.toBe(0);
    expect(others.stdout).toBe('');
  });

  it('leaves out with --current what is overdue for review', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const current = records.filter(({ reviewBy }) => reviewBy === null || reviewBy >= today);
    expect(current.length).toBeLessThan(records.length);
    expect((await documents('--current')).map((record) => record.id)).toEqual(
      current.map((record) => record.id),
    );
  });
});
