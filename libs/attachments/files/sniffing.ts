import { Refusal } from '#kernel';
import { fileTypeFromBuffer } from 'file-type';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { extensionOf } from './file-name.ts';
import { MAIN_PARTS, MEDIA_TYPES, type MediaType } from './media-types.ts';
import { faultOfArchive } from './office-archive.ts';

/** How much of the beginning a signature is looked for in: file-type's own recommendation. */
const HEAD_BYTES = 4_100;
/** Readers of PDF accept its header anywhere in so many bytes (ISO 32000-1, annex H, note 13). */
const PDF_HEADER_WITHIN = 1_024;
/** The record that ends a ZIP archive, and the longest comment behind it (APPNOTE.TXT, 4.3.16). */
const END_OF_ARCHIVE = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1');

/** Beginnings of what other programs would take for markup or a document and not for plain text. */
const NOT_PLAIN =
  /^\ufeff?\s*(?:<!doctype|<html|<head|<body|<script|<svg|<\?xml|<\?php|%PDF-|%!PS|\{\\rtf|#!)/i;

const refuse = (message: string): never => {
  throw Refusal.of('INVALID', message, ['file']);
};

/**
 * The media type of a file by what is in it. Throws INVALID when it is of no kind that may be attached, when
 * the extension of its name says something else, or when it is two kinds at once.
 */
export async function sniffedType(path: string, name: string): Promise<string> {
  const expected = MEDIA_TYPES[extensionOf(name)];
  if (!expected) return refuse(`Only these can be attached: ${Object.keys(MEDIA_TYPES).join(', ')}.`);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) refuse('The file is empty.');
    const head = await bytesAt(file, 0, HEAD_BYTES);
    await requireType(path, head, expected);
    const isPdf = expected.mediaType === 'application/pdf';
    const isArchive = expected.recognition === 'office';
    const hidesPdf = !isPdf && expected.recognition !== 'text' && holdsPdf(head);
    if (hidesPdf || (!isArchive && (await endsAsArchive(file, size)))) {
      refuse('The file holds another file in disguise.');
    }
  } finally {
    await file.close();
  }
  return expected.mediaType;
}

async function requireType(path: string, head: Buffer, expected: MediaType): Promise<void> {
  if (expected.recognition === 'text') {
    if (!(await isPlainText(path)) || NOT_PLAIN.test(head.toString('utf8'))) {
      refuse('This is not plain text in UTF-8.');
    }
    return;
  }
  if (expected.recognition === 'office') {
    if (!head.subarray(0, 4).equals(ARCHIVE)) refuse('What is in the file is not what its name says.');
    const fault = await faultOfArchive(path, MAIN_PARTS[expected.mediaType]!);
    if (fault) refuse(fault);
    return;
  }
  const found = head.subarray(0, 4).equals(ARCHIVE) ? undefined : await signatureOf(head);
  if (found !== expected.mediaType) refuse('What is in the file is not what its name says.');
}

/** A broken header can end the search for signatures early; then there is none. */
async function signatureOf(head: Buffer): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    return undefined;
  }
}

/** Whether all of it is UTF-8 without NUL. */
async function isPlainText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      if (decoder.decode(chunk as Buffer, { stream: true }).includes('\0')) return false;
    }
    return !decoder.decode().includes('\0');
  } catch {
    return false;
  }
}

function holdsPdf(head: Buffer): boolean {
  return head.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-');
}

/** Whether programs that unpack archives would find one in it: they look from the end. */
async function endsAsArchive(file: FileHandle, size: number): Promise<boolean> {
  const length = Math.min(size, END_RECORD_BYTES + LONGEST_COMMENT);
  const tail = await bytesAt(file, size - length, length);
  for (let at = tail.lastIndexOf(END_OF_ARCHIVE); at >= 0; at = tail.lastIndexOf(END_OF_ARCHIVE, at - 1)) {
    const whole = at + END_RECORD_BYTES <= tail.length;
    if (whole && at + END_RECORD_BYTES + tail.readUInt16LE(at + END_RECORD_BYTES - 2) === tail.length)
      return true;
    if (at === 0) break;
  }
  return false;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
