/** The draft that is created: guidance of the length of the synthetic ones. */
export const DRAFT = {
  title: 'A draft of the benchmark',
  summary: 'Written to measure how fast drafts are created.',
  body: 'Before the visit, ask who pays for it and what the visitor will see. '.repeat(25),
  topics: ['visitors', 'due diligence'],
};
