import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

let app: TestApp;
let ids: { english: string; chinese: string; tagged: string };

beforeAll(async () => {
  app = await TestApp.start();
  const owner = await Publisher.of(app);
  const [tsinghua] = await app.partners({
    ...{ id: 'https://ror.org/03cve4549', name: 'Tsinghua University', country: 'CN' },
    names: [
      { value: '清华大学', types: ['label'], lang: 'zh' },
      { value: 'THU', types: ['acronym'] },
    ],
  });
  const sharing = { level: 'PUBLIC' };
  ids = {
    english: await owner.publish({
      title: 'A centre',
      body: 'Opened with Tsinghua University in 2014.',
      sharing,
    }),
    chinese: await owner.publish({ title: '联合中心', body: '我们与清华大学合作建立了中心。', sharing }),
    tagged: await owner.publish({
      title: 'A visit',
      body: 'Nobody is named.',
      partnerIds: [tsinghua!],
      sharing,
    }),
  };
  await owner.publish({ title: 'Another', body: 'A university, which is not that one.', sharing });
  await app.index();
});
afterAll(() => app?.stop());

test.each(['Tsinghua University', 'tsinghua university', '清华大学', '清華大學'])(
  '%s finds what names it in any script, and what is about it',
  async (query) => {
    const data = await app.anonymous.ask(
      'query($query: String!) { search(query: $query) { edges { node { document { id } } } } }',
      { query },
    );
    const found = data.search.edges.map(({ node }: any) => node.document.id);
    expect(found.slice(0, 3).sort()).toEqual(Object.values(ids).sort());
  },
);
