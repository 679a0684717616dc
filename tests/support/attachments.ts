import { AttachmentWorker } from '#attachments';
import type { GraphqlClient } from '#testing';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { mutate } from './publishing.ts';
import type { Person, TestApp } from './test-app.ts';

const ERRORS = 'userErrors { code message field }';
const ATTACHMENT = `id name mediaType size sha256 state textState reason
  uploadedBy { id } uploadedAt downloadUrl`;

/** What the server says to an upload. */
export interface UploadAnswer {
  status: number;
  body: any;
}

/** Sends a file as a browser's form would. */
export async function upload(
  app: TestApp,
  person: Pick<Person, 'token'> | null,
  name: string,
  content: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<UploadAnswer> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  const response = await fetch(`${await app.app.getUrl()}/attachments`, {
    method: 'POST',
    body: form,
    headers: { ...(person && { authorization: `Bearer ${person.token}` }), ...headers },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** Uploads a file that must be taken; returns the id of the upload. */
export async function mustUpload(
  app: TestApp,
  person: Person,
  name = 'notes.txt',
  content: Uint8Array | string = 'Some notes.',
): Promise<string> {
  const { status, body } = await upload(app, person, name, content);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.uploadId;
}

export const ATTACH = `mutation($id: ID!, $version: Int!, $uploads: [ID!]!) {
  documentAttach(id: $id, expectedVersion: $version, uploadIds: $uploads) { document { id } ${ERRORS} } }`;
export const DETACH = `mutation($id: ID!, $version: Int!, $attachments: [ID!]!) {
  documentDetach(id: $id, expectedVersion: $version, attachmentIds: $attachments) { document { id } ${ERRORS} } }`;

/** Uploads a file and attaches it to what a person may edit; returns its id. */
export async function attach(
  app: TestApp,
  person: Person,
  id: string,
  version: number,
  name?: string,
  content?: Uint8Array | string,
): Promise<string> {
  const uploadId = await mustUpload(app, person, name, content);
  await mutate(person.client, ATTACH, { id, version, uploads: [uploadId] });
  return uploadId;
}

/** The attachments that somebody is shown of a document: of what it shows, of the next version, of all. */
export async function shownAttachments(
  client: GraphqlClient,
  id: string,
): Promise<{ shown: any[]; working: any[]; versions: Map<number, any[]> } | null> {
  const { document } = await client.ask(
    `query($id: ID!) { document(id: $id) { attachments { ${ATTACHMENT} } working { attachments { ${ATTACHMENT} } }
      versions(first: 100) { edges { node { number attachments { ${ATTACHMENT} } } } } } }`,
    { id },
  );
  if (!document) return null;
  const versions = document.versions.edges.map(({ node }: any) => [node.number, node.attachments]);
  return {
    shown: document.attachments,
    working: document.working?.attachments ?? [],
    versions: new Map(versions),
  };
}

/** Follows a link, with somebody's token or without any; the host in it is this very server. */
export async function follow(app: TestApp, link: string, token?: string): Promise<Response> {
  const { pathname, search } = new URL(link);
  return fetch(`${await app.app.getUrl()}${pathname}${search}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
}

/** Does what a worker would do now with what was uploaded, and brings the index up to date. */
export async function examine(app: TestApp): Promise<void> {
  await app.app.get(AttachmentWorker).drain();
  await app.index();
}

/** A PDF of one page with one line on it. */
export function pdf(line: string): Buffer {
  const drawing = `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + trailer, 'latin1');
}

/** A ZIP archive of these parts. */
export async function archive(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream);
}

const TYPES = '<?xml version="1.0"?><Types/>';

/** A Word document with these paragraphs, and further parts. */
export function docx(
  paragraphs: readonly string[],
  more: Record<string, string | Buffer> = {},
): Promise<Buffer> {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
  const document = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
  return archive({ '[Content_Types].xml': TYPES, 'word/document.xml': document, ...more });
}

/** A workbook whose cells say this. */
export function xlsx(strings: readonly string[]): Promise<Buffer> {
  const shared = strings.map((text) => `<si><t>${text}</t></si>`).join('');
  return archive({
    '[Content_Types].xml': TYPES,
    'xl/workbook.xml': '<workbook/>',
    'xl/sharedStrings.xml': `<sst>${shared}</sst>`,
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row><c t="inlineStr"><is><t>inline cell</t></is></c></row></sheetData></worksheet>',
  });
}

/** A presentation with one slide for each text. */
export function pptx(slides: readonly string[]): Promise<Buffer> {
  const parts = slides.map((text, index) => [
    `ppt/slides/slide${index + 1}.xml`,
    `<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`,
  ]);
  return archive({
    '[Content_Types].xml': TYPES,
    'ppt/presentation.xml': '<p:presentation xmlns:p="p"/>',
    ...Object.fromEntries(parts),
  });
}

/** The smallest PNG there is. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A Word document that says that its text is one million bytes and unpacks to `bytes`. */
export async function lyingDocx(bytes: number): Promise<Buffer> {
  const honest = await docx([' '.repeat(bytes)]);
  const claimed = Buffer.alloc(4);
  claimed.writeUInt32LE(1_000);
  const name = Buffer.from('word/document.xml');
  // The size unpacked stands 22 bytes before the name in the list of contents, and 8 in the part's own header.
  for (let at = honest.indexOf(name); at >= 0; at = honest.indexOf(name, at + 1)) {
    const inList = honest.readUInt32LE(at - 46) === 0x02014b50;
    claimed.copy(honest, inList ? at - 22 : at - 8);
  }
  return honest;
}
