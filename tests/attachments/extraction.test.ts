import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { Extractor } from '../../libs/attachments/extraction/extractor.ts';
import { LIMITS } from '../../libs/attachments/extraction/limits.ts';
import { archive, docx, lyingDocx, pdf, pptx, xlsx } from '../support/attachments.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const DOCX = `${OFFICE}.wordprocessingml.document`;
const extractor = new Extractor();
const extract = (content: Buffer | string, type: string, by = extractor) =>
  by.extract(Readable.from([Buffer.from(content as string)]), type);
const word = (xml: string): Promise<Buffer> => archive({ 'word/document.xml': xml });

describe('the words of a file', () => {
  it('are those of a text', async () => {
    expect(await extract('Ein  Text\r\n\r\n\tüber 清华\n', 'text/plain')).toEqual({
      text: 'Ein Text\nüber 清华',
    });
  });

  it('are those of a PDF', async () => {
    expect(await extract(pdf('A quokkarium on paper'), 'application/pdf')).toEqual({
      text: 'A quokkarium on paper',
    });
  });

  it('are those of a Word document, with its notes, and nothing of its marks', async () => {
    const notes = '<w:footnotes xmlns:w="w"><w:p><w:r><w:t>A &amp; note</w:t></w:r></w:p></w:footnotes>';
    const file = await docx(['First</w:t></w:r><w:r><w:t> line', 'Second'], { 'word/footnotes.xml': notes });
    expect(await extract(file, DOCX)).toEqual({ text: 'First line\nSecond\nA & note' });
  });

  it('are those of the cells of a workbook', async () => {
    const outcome = await extract(await xlsx(['One', 'Two']), `${OFFICE}.spreadsheetml.sheet`);
    expect(outcome).toEqual({ text: 'One\nTwo\ninline cell' });
  });

  it('are those of slides, in their order', async () => {
    const slides = Array.from({ length: 11 }, (_, index) => `Slide ${index + 1}`);
    const outcome = await extract(await pptx(slides), `${OFFICE}.presentationml.presentation`);
    expect(outcome).toEqual({ text: slides.join('\n') });
  });

  it('end where there are enough of them', async () => {
    const outcome = await extract('word '.repeat(LIMITS.text), 'text/plain');
    expect('text' in outcome && outcome.text.length).toBe(LIMITS.text);
  });
});

describe('a file that is broken or means harm', () => {
  const reason = (text: string | RegExp) => ({ reason: expect.stringMatching(text) as string });

  it.each([
    ['noise', Buffer.from('%PDF-1.7\n' + 'noise '.repeat(1_000))],
    ['nothing but a header', Buffer.from('%PDF-1.4')],
    [
      'a page that is its own parent',
      Buffer.from(String(pdf('x')).replace('/Kids [3 0 R]', '/Kids [2 0 R]')),
    ],
  ])('is called so: a PDF of %s', async (_name, file) => {
    const outcome = await extract(file, 'application/pdf');
    expect('text' in outcome ? outcome.text : outcome.reason).toMatch(/^$|broken/);
  });

  it.each([
    ['an archive that is cut off', async () => (await docx(['x'])).subarray(0, 200)],
    ['XML that ends early', () => word('<w:document xmlns:w="w"><w:t>x')],
    ['XML that is none', () => word('just text')],
  ])('is called so: %s', async (_name, make) => {
    expect(await extract(await make(), DOCX)).toEqual(reason('broken'));
  });

  it('has none of its entities replaced, be they many or from elsewhere', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('secret');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
      '',
    );
    for (const type of [
      `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><x><t>&l9;</t></x>`,
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><t>&e;</t></x>',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:${port}/">]><x><t>&e;</t></x>`,
      `<!DOCTYPE x SYSTEM "http://127.0.0.1:${port}/"><x><t>x</t></x>`,
    ]) {
      expect(await extract(await word(type), DOCX)).toEqual(reason('document type'));
    }
    expect(await extract(await word('<x><t>&undeclared;</t></x>'), DOCX)).toEqual(reason('broken'));
    expect(asked).toBe(0);
    await new Promise((done) => server.close(done));
  });

  it('is not unpacked beyond the limits, whatever it says of its size', async () => {
    const large = await word(`<x>${' '.repeat(LIMITS.part)}</x>`);
    expect(large.length).toBeLessThan(1_000_000);
    expect(await extract(large, DOCX)).toEqual(reason('too large'));
    expect(await extract(await lyingDocx(LIMITS.part), DOCX)).toEqual(reason('broken'));
    const many = Object.fromEntries(
      Array.from({ length: LIMITS.count + 1 }, (_, n) => [`ppt/slides/slide${n}.xml`, '<x/>']),
    );
    expect(await extract(await archive(many), `${OFFICE}.presentationml.presentation`)).toEqual(
      reason('too many'),
    );
  });

  it('is given up when it takes too long', async () => {
    const hurried = new Extractor({ ...LIMITS, time: 1 });
    expect(await extract(await docx(['x']), DOCX, hurried)).toEqual(reason('too long'));
  });

  it('is given up when it takes too much memory', async () => {
    const narrow = new Extractor({ ...LIMITS, heap: 12 });
    const deep = `<x>${'<y a="0123456789">'.repeat(1_000_000)}`;
    expect(await extract(await word(deep), DOCX, narrow)).toEqual(reason('failed|memory'));
    if (process.platform === 'linux') {
      const poor = new Extractor({ ...LIMITS, memory: 1 });
      expect(await extract(await word(deep), DOCX, poor)).toEqual(reason('memory'));
    }
  });

  it('does not pass for a short one when reading it fails', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half a te');
        throw new Error('the disk is gone');
      })(),
    );
    await expect(extractor.extract(broken, 'text/plain')).rejects.toThrow('the disk is gone');
  });
});
