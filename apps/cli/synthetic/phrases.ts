/**
 * The sentences of synthetic texts. Braces hold what is filled in, see prose.ts: `{partner}`, `{topic}`,
 * `{area}`, `{project}`, `{country}` and `{decided}` are one thing throughout a document, the others are
 * drawn anew.
 */
import type { DocumentKind } from '#kernel';

type Phrases = Readonly<Record<DocumentKind, readonly string[]>>;

export const TITLES: Phrases = {
  GUIDANCE: [
    'Working with partners on {topic}: what to settle first',
    'A short guide to {topic} in {area}',
    '{Topic}: questions to ask before a project in {area} starts',
    'How we handle {topic} with partners in {country}',
    '{Topic} and {second}, step by step: the {name} checklist',
  ],
  CASE_STUDY: [
    '{Project} with {partner}: why we {decided}',
    '{Topic} in a project on {area} with {partner}',
    'What {project} taught us about {topic}',
    '{Area} and {topic}: a case from {country}',
    '{Project}: {topic}, {second} and a {word} that nobody had asked about',
  ],
  PARTNER_NOTE: [
    '{partner}: note on {topic} and {area}',
    '{partner}, {country}: what we know',
    '{partner}: {topic}, sources and open questions',
  ],
  ADVISORY: [
    '{Topic}: what institutions working on {area} should check now',
    'Approaches about {area} in the name of {partner}',
    'Change of rules in {country}: {topic}',
    'Look again at {topic} with {partner}',
  ],
};

export const SUMMARIES: Phrases = {
  GUIDANCE: [
    'For anyone planning work on {area} abroad: how {topic} is settled, who decides, and what to do about {risk}.',
    'Who answers for {topic}, which questions come first and which can wait; with examples from {area} and from {country}.',
  ],
  CASE_STUDY: [
    '{partner} proposed {project}, a project on {area}. {Topic} was the hard part. We {decided}; this says why, and what we would do again.',
    'A request from {partner} raised {risk}. We looked at {topic} and {second}, and {decided}.',
  ],
  PARTNER_NOTE: [
    'What public sources and colleagues say about {partner} ({country}) where {topic} and {area} are concerned, with the grade of every source.',
    '{partner} is strong in {area}. The questions are {risk} and {topic}.',
  ],
  ADVISORY: [
    'Institutions with work on {area} should review {topic} and tell us about contacts with {partner}.',
    'We have seen cases of {risk} around {area}. Please check {topic} and answer by the date given.',
  ],
};

export const OPENINGS: Phrases = {
  GUIDANCE: [
    '{Topic} is easiest to settle before anybody has promised anything. This note is about {area}, but most of it holds elsewhere.',
    'Partners in {country} rarely object to questions about {topic}; they object to questions that come late.',
  ],
  CASE_STUDY: [
    'In {month} {year} {partner} wrote to our {unit} about {project}, a project on {area}. {Topic} came up in the first meeting.',
    '{project} began as a visit. Two years later {partner} wanted a shared {unit} for {area}, and {topic} had to be settled.',
  ],
  PARTNER_NOTE: [
    '{partner} ({country}) has worked with members of this community on {area} since {year}. This note collects what is known, with {topic} in mind.',
    'Three institutions have asked us about {partner}. Here is what we could find out about {topic}, most of it from public sources.',
  ],
  ADVISORY: [
    'Since {month} we have learnt of {number} approaches about {area}, several in the name of {partner}. {Topic} is the common thread.',
    'New rules in {country} change what partners may send, sign and publish. {Topic} in {area} is affected first.',
  ],
};

export const HEADINGS: Phrases = {
  GUIDANCE: ['First questions', 'Who decides', 'Early on', 'What helps', 'When things change', 'Records'],
  CASE_STUDY: ['The request', 'What we found', 'The decision', 'Afterwards', 'Lessons', 'What we asked'],
  PARTNER_NOTE: ['Who they are', 'What to watch', 'What speaks for them', 'Advice', 'Not settled'],
  ADVISORY: ['What has happened', 'Who should act', 'What to do now', 'What we do not know', 'Help'],
};

export const SENTENCES: Phrases = {
  GUIDANCE: [
    'Ask the {office} before the letter of intent, not after it.',
    'Scrutiny follows risk: {item} for teaching needs a note, {item} for a {unit} needs a decision.',
    'A request that nobody can explain in one paragraph is not ready; {risk} hides in the second.',
    'Write down the intent of both sides, with room to adapt it in {month}.',
    'One central process for every country spares the {office} from guessing and students from suspicion.',
    'Where {risk} and reward are both high, choose the work carefully and look at it every {number} months.',
    'Alumni of {partner} often know which {unit} does what; ask them, and thank them.',
  ],
  CASE_STUDY: [
    'Nobody in the {unit} had asked who would use {item} in the end.',
    'The {office} found that a {word} programme was named in the acknowledgements of {number} papers.',
    'We asked {partner} in writing; the answer came after {number} days and was better than we had feared.',
    'What tipped the balance was {risk}, not nationality.',
    'In the end we {decided}, and told {partner} the reasons in person.',
    '{partner} accepted our safeguards ({mitigation}) without debate, and argued about {item} for {number} weeks.',
    'The {name} group had met the same question in {year} and lent us its file.',
    'Two doctoral students finished their theses; that had been our condition.',
  ],
  PARTNER_NOTE: [
    'Its {unit} publishes openly; its {unit} does not.',
    'The English pages have not changed since {year}, while the original ones name a {word} programme.',
    'Its director signs as a member of the {name} committee, which says little by itself.',
    'A colleague who spent {number} months there speaks of honest people and of {risk}.',
    'Do not confuse it with the {name} company of nearly the same name.',
    'The {unit} moved under new supervision in {month} {year}.',
    'For theory and open data a standard check is enough; {item} needs more.',
  ],
  ADVISORY: [
    'Messages refer to a real paper, offer {item} and ask for a reply within {number} days.',
    'The sender calls itself the {name} office and knows the names of doctoral students.',
    'At {number} institutions {item} was requested before any agreement had been signed.',
    'Do not answer, do not delete: forward the message to the {office}.',
    'We grade the claim that all partners are concerned as D5.',
    'Running projects need not stop, if there are safeguards such as {mitigation} and the {office} knows of them.',
    'The word {word} in the subject line has been a reliable sign so far.',
  ],
};

/** For documents of every kind. */
export const SHARED_SENTENCES: readonly string[] = [
  'The {office} keeps the file, and the {word} form is two pages long.',
  'In {area} the line between civil and military use is thin, and a {word} test does not find it.',
  'Trust grew slowly and in person, over {number} visits.',
  'The agreement provides for {mitigation}, and says who looks after it.',
  'A {word} study of {year} came to the same view.',
  'Nothing of this is against {partner}; it is how we treat {topic} with everyone.',
  'The real cost was time: {number} weeks of it, most of them waiting for the {office}.',
  'What was prevented is seldom written down; we think it was {risk}.',
  'Ask whether {item} can stay where it is and the analysis travel instead.',
  '{name} of the {unit} knew the landscape, the language and the right people.',
  'A promise of {item} is worth what the law in {country} allows.',
  'The {name} method, developed for {area}, was published in full and needed no {word} licence.',
  'Later the {unit} was renamed, and the {word} index no longer found it.',
  'Look again in {month}, and whenever the {office} of {partner} changes.',
  'Monitoring once a year was too little; every {number} months was right.',
  'Both sides gained: {partner} a {word} standard, we {item}.',
];

/** Points of lists. */
export const POINTS: readonly string[] = [
  '**Who asks** for {item}, and for which {unit}?',
  'Agree on {mitigation}, and put the date into the calendar of the {office}.',
  'Check {partner} in the register, in its own script, down to the {unit}.',
  'Compare the funding statement with the {word} list.',
  'Note what speaks against {risk} as well as what speaks for it.',
  'Name a deputy for the {office}.',
  'Close accounts on the last day; nothing of {item} leaves.',
  'Keep {item} apart from everything that is *not* part of {project}.',
  'Tell the {office} within {number} days when a {word} clause is proposed.',
  'Ask the {name} centre, which holds the information, before drawing lines of your own.',
  'Prefer {mitigation} to a refusal, and a refusal to silence.',
  'Review {topic} together with {second}.',
];

export const UPDATES: readonly string[] = [
  'Since the first version {partner} has changed the {unit}; {mitigation} now covers {item}.',
  'The {office} asked for a clearer word on {topic}. The advice is the same.',
  'A reader of {name} pointed to a newer source of {year}; we have looked at {risk} again.',
];

/** Nobody should take it for real. */
export const CLOSING = 'Synthetic text for measurement: people, partners and events are invented.';
