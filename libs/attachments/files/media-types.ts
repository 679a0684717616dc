/** How a kind of file is recognised. */
export type Recognition = 'signature' | 'office' | 'text';

export interface MediaType {
  mediaType: string;
  recognition: Recognition;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const signature = (mediaType: string): MediaType => ({ mediaType, recognition: 'signature' });
const office = (name: string): MediaType => ({ mediaType: `${OFFICE}.${name}`, recognition: 'office' });
const plain = (mediaType: string): MediaType => ({ mediaType, recognition: 'text' });

/** Everything that may be attached, by the extension of its name. What is not here is refused. */
export const MEDIA_TYPES: Readonly<Record<string, MediaType>> = {
  pdf: signature('application/pdf'),
  docx: office('wordprocessingml.document'),
  xlsx: office('spreadsheetml.sheet'),
  pptx: office('presentationml.presentation'),
  png: signature('image/png'),
  jpg: signature('image/jpeg'),
  jpeg: signature('image/jpeg'),
  gif: signature('image/gif'),
  webp: signature('image/webp'),
  tif: signature('image/tiff'),
  tiff: signature('image/tiff'),
  txt: plain('text/plain'),
  md: plain('text/markdown'),
  csv: plain('text/csv'),
};

/** The part without which an archive is not an office document of this type. */
export const MAIN_PARTS: Readonly<Record<string, string>> = {
  [`${OFFICE}.wordprocessingml.document`]: 'word/document.xml',
  [`${OFFICE}.spreadsheetml.sheet`]: 'xl/workbook.xml',
  [`${OFFICE}.presentationml.presentation`]: 'ppt/presentation.xml',
};

/** Whether files of this type have words that can be taken out. */
export function hasText(mediaType: string): boolean {
  return !mediaType.startsWith('image/');
}
