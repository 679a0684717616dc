import { TestApp, type Person } from '../support/test-app.ts';
import { dangersIn } from '../unit/support/html.ts';

const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id body bodyHtml } userErrors { code message field } }
}`;

let app: TestApp;
let author: Person;

beforeAll(async () => {
  app = await TestApp.start();
  author = await app.person(await app.institution(), 'PUBLISHER');
});
afterAll(() => app.stop());

async function write(body: string): Promise<{ id: string; body: string; bodyHtml: string }> {
  const input = { title: 'A note', summary: 'In short', body, details: { guidance: {} } };
  const { documentCreate } = await author.client.ask(CREATE, { input });
  expect(documentCreate.userErrors).toEqual([]);
  return documentCreate.document;
}

describe('bodyHtml is clean of', () => {
  test.each([
    ['scripts', '<script>alert(1)</script>'],
    ['scripts in capitals, with attributes', '<SCRIPT SRC=//evil.example/x.js></SCRIPT>'],
    ['scripts in a block', '<div>\n<script>\nalert(1)\n</script>\n</div>'],
    ['unclosed scripts', '<script src="//evil.example/x.js"'],
    ['images with handlers', '<img src=x onerror=alert(1)>'],
    ['Markdown images', '![x](https://evil.example/pixel.png)'],
    ['Markdown images of data', '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)'],
    ['handlers in a title', '[a](https://good.example "x\\" onmouseover=\\"alert(1)")'],
    ['javascript: links', '[a](javascript:alert(1))'],
    ['javascript: links in mixed case', '[a](JaVaScRiPt:alert(1))'],
    ['javascript: links with entities', '[a](&#106;avascript&colon;alert(1)) [b](&#x6A;avascript:alert(1))'],
    [
      'javascript: links with blanks',
      '[a](<java\tscript:alert(1)>) [b](\u0001javascript:alert(1)) [c]( javascript:alert(1))',
    ],
    ['javascript: links by reference', '[a][1]\n\n[1]: javascript:alert(1)'],
    ['javascript: links in angle brackets', '<javascript:alert(1)>'],
    ['javascript: links in percent encoding', '[a](javascript%3Aalert(1))'],
    ['vbscript: and file: links', '[a](vbscript:msgbox(1)) [b](file:///etc/passwd)'],
    ['data: links', '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)'],
    ['frames', '<iframe src="https://evil.example"></iframe><object data=x></object><embed src=x>'],
    ['styles', '<style>body{display:none}</style><p style="position:fixed">x</p>'],
    [
      'forms',
      '<form action="https://evil.example"><input name=password><button formaction=javascript:alert(1)>',
    ],
    [
      'vector graphics',
      '<svg onload=alert(1)><animate onbegin=alert(1)></svg><math href=javascript:alert(1)>',
    ],
    [
      'metadata',
      '<meta http-equiv=refresh content="0;url=javascript:alert(1)"><base href=//evil.example><link rel=stylesheet href=x>',
    ],
    [
      'comments and sections',
      '<!-- x --><![CDATA[<script>alert(1)</script>]]><!DOCTYPE html><?php echo 1 ?>',
    ],
    [
      'what a code block holds',
      '```html"><script>alert(1)</script>\n<script>alert(1)</script>\n```\n\n`<img src=x onerror=alert(1)>`',
    ],
    ['what a table holds', '| <img src=x onerror=alert(1)> |\n|:-:|\n| [x](javascript:alert(1)) |'],
    ['what entities spell', '&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;'],
    ['what nests', '<scr<script>ipt>alert(1)</scr</script>ipt> <<img src=x onerror=alert(1)//>'],
    ['what only looks like a mail address', '<"onclick=alert(1)"@evil.example> <a@b.example?body=%0Ascript>'],
  ])('%s', async (_name, attack) => {
    for (const body of [
      attack,
      `Before ${attack} after`,
      `> ${attack}`,
      `- ${attack}\n- more`,
      `# ${attack}`,
    ]) {
      const { bodyHtml } = await write(body);

      expect([body, dangersIn(bodyHtml)]).toEqual([body, []]);
    }
  });
});

test('the Markdown itself comes back as it was', async () => {
  const body = '<script>alert(1)</script>\r\n\t[a](javascript:alert(1))\n\n😀 é e\u0301 \u200b\u202e';

  expect((await write(body)).body).toBe(body);
});

test('what is meant to be HTML still is', async () => {
  const { bodyHtml } = await write(
    '# Title\n\n**bold** *em* ~~gone~~ `code`\n\n1. one\n2. two\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n' +
      '> quote\n\n[link](https://good.example/x?a=1&b=2) [mail](mailto:a@good.example) https://bare.example\n',
  );

  for (const tag of ['h1', 'strong', 'em', 's', 'code', 'ol', 'li', 'table', 'th', 'td', 'blockquote']) {
    expect(bodyHtml).toMatch(new RegExp(`<${tag}[ >]`));
  }
  expect(bodyHtml).toContain('href="https://good.example/x?a=1&amp;b=2"');
  expect(bodyHtml).toContain('href="mailto:a@good.example"');
  expect(bodyHtml).toContain('href="https://bare.example"');
  expect(dangersIn(bodyHtml)).toEqual([]);
});

test('highlights and snippets of a search hold marks only, however the text was written', async () => {
  const hostile = '<img src=x onerror=alert(1)> <mark>needle</mark> <script>alert(1)</script>';
  const { documentCreate } = await author.client.ask(CREATE, {
    input: { title: `needle ${hostile}`, summary: hostile, body: hostile, details: { guidance: {} } },
  });
  const { documentPublish } = await author.client.ask(
    'mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { userErrors { code } } }',
    { id: documentCreate.document.id },
  );
  expect(documentPublish.userErrors).toEqual([]);
  await app.index();

  const { search } = await author.client.ask(
    '{ search(query: "needle") { edges { node { titleHighlighted snippet } } } }',
  );

  expect(search.edges).toHaveLength(1);
  for (const html of Object.values<string>(search.edges[0].node)) {
    expect(html).toContain('<mark>needle</mark>');
    expect(html.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>]/);
  }
});
