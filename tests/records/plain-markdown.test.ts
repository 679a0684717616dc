import { plainMarkdown } from '../../apps/cli/records/plain-markdown.ts';

describe('plain Markdown from govspeak', () => {
  it.each([
    ['a\n\n$CTA\nContact us.\n$CTA\n\nb', 'a\n\nContact us.\n\nb'],
    ['$C\n**Office**\nTel: 1\n$C\nb\nc', '**Office**  \nTel: 1  \n\nb\nc'],
    ['$A\nnever closed\nb', 'never closed\nb'],
    ['^Note this.^\n%Beware%\n^open', '> Note this.\n> **Warning:** Beware\n> open'],
    ['s1. First\ns12. Last', '1. First\n12. Last'],
    ['##Title\n{:#anchor}\nText', '## Title\n\nText'],
    ['{% contentfor intro %}\n\nText\n\n{% endcontentfor %}', 'Text\n'],
    ['{::options parse="x" /}\nText', 'Text'],
    ['see x[this](/a)x.', 'see [this](/a).'],
    ['```\n$CTA\ns1. x\n```', '```\n$CTA\ns1. x\n```'],
  ])('%j', (govspeak, markdown) => {
    expect(plainMarkdown(govspeak)).toBe(markdown);
  });

  it('leaves ordinary Markdown as it is', () => {
    const text = '# Title\n\n#hashtag, $5, 50%, 2^10^\n\n- list\n\n\n1. one\n\n> quote\n\n| a | b |\n';
    expect(plainMarkdown(text)).toBe(text);
  });
});
