import { createTwoFilesPatch } from 'diff';

export interface VersionText {
  number: number;
  title: string;
  summary: string;
  body: string;
}

/** A unified diff from one version to another; title and summary stand above the body, as in a document. */
export function diffVersions(from: VersionText | null, to: VersionText): string {
  const name = from ? `version ${from.number}` : 'nothing';
  return createTwoFilesPatch(name, `version ${to.number}`, from ? lines(from) : '', lines(to));
}

function lines({ title, summary, body }: VersionText): string {
  return `# ${title}\n\n${summary}\n\n${body}\n`;
}
