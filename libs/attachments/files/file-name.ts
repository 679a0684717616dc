import { Refusal } from '#kernel';

const LONGEST_NAME = 200;
/** Control characters, and those that turn the direction of writing so that "exe.pdf" reads "fdp.exe". */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
/** What some system takes for a part of a path, a stream or a pattern; and `"` as forms write it (HTML, 4.10.21.8). */
const UNSAFE = /[<>:"|?*]|%(?:22|0D|0A)/g;

/**
 * A file's name as it is kept and shown: its last part only, without what is invisible or means something to
 * a file system. It never becomes a path of ours. Throws INVALID when nothing is left of it.
 */
export function fileNameOf(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1)!;
  const clean = last
    .replace(INVISIBLE, '')
    .replace(UNSAFE, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [, stem, extension] = /^(.+)\.([A-Za-z0-9]{1,10})$/s.exec(clean) ?? [];
  if (!stem || !extension) {
    throw Refusal.of('INVALID', 'The file needs a name with an extension, such as report.pdf.', ['file']);
  }
  return `${[...stem].slice(0, LONGEST_NAME - extension.length - 1).join('')}.${extension.toLowerCase()}`;
}

/** The extension of a name that `fileNameOf` has made. */
export function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
