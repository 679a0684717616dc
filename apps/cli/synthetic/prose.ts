import { DECIDED, ITEMS, MITIGATIONS, MONTHS, OFFICES, RISKS, UNITS } from './banks.ts';
import type { InventedWords } from './invented-words.ts';
import {
  CLOSING,
  HEADINGS,
  OPENINGS,
  POINTS,
  SENTENCES,
  SHARED_SENTENCES,
  SUMMARIES,
  TITLES,
  UPDATES,
} from './phrases.ts';
import type { Random } from './random.ts';
import type { Subject } from './subject.ts';

/** How often a sentence is one of the document's kind, rather than one for all kinds. */
const OWN_SENTENCES = 0.5;
/** How often a section is a list. */
const LISTS = 0.35;
/** How often another phrase is drawn before one is used again. */
const TRIES = 4;

export interface Prose {
  title: string;
  summary: string;
  /** Markdown. */
  body: string;
}

/** Writes about one subject, at one moment: the text knows of no later year. */
export class Writer {
  private readonly random: Random;
  private readonly words: InventedWords;
  private readonly subject: Subject;
  private readonly year: number;
  private readonly used = new Set<string>();

  constructor(random: Random, words: InventedWords, subject: Subject, at: Date) {
    this.random = random;
    this.words = words;
    this.subject = subject;
    this.year = at.getUTCFullYear();
  }

  write(): Prose {
    const { kind } = this.subject;
    return {
      title: this.fromOneOf(TITLES[kind]),
      summary: this.fromOneOf(SUMMARIES[kind]),
      body: this.body(),
    };
  }

  /** What a second version says in addition to the first. */
  update(): string {
    return `## Update\n\n${this.fromOneOf(UPDATES)} ${this.paragraph(2)}`;
  }

  /** One sentence, as of a document of this kind. */
  sentence(): string {
    const own = this.random.chance(OWN_SENTENCES);
    return this.fromOneOf(own ? SENTENCES[this.subject.kind] : SHARED_SENTENCES);
  }

  private body(): string {
    const { kind, mitigations } = this.subject;
    const headings = this.random.sample(HEADINGS[kind], this.random.between(2, 3));
    const sections = headings.map((heading) => `## ${heading}\n\n${this.section()}`);
    if (kind === 'CASE_STUDY' && mitigations.length > 0) {
      sections.push(`## Safeguards\n\n${list(mitigations)}`);
    }
    return [
      `${this.fromOneOf(OPENINGS[kind])} ${this.paragraph(this.random.between(1, 3))}`,
      ...sections,
      CLOSING,
    ].join('\n\n');
  }

  private section(): string {
    const { random } = this;
    if (!random.chance(LISTS)) return this.paragraph(random.between(3, 5));
    const points = random.sample(POINTS, random.between(3, 5)).map((point) => this.fill(point));
    return `${this.sentence()}\n\n${list(points)}`;
  }

  private paragraph(sentences: number): string {
    return Array.from({ length: sentences }, () => this.sentence()).join(' ');
  }

  /** One of the phrases, seldom one that the text has already. */
  private fromOneOf(phrases: readonly string[]): string {
    let phrase = this.random.pick(phrases);
    for (let tries = 0; tries < TRIES && this.used.has(phrase); tries += 1)
      phrase = this.random.pick(phrases);
    this.used.add(phrase);
    return this.fill(phrase);
  }

  private fill(phrase: string): string {
    const filled = phrase.replace(/\{(\w+)\}/g, (_, slot: string) => this.slot(slot));
    return filled[0]!.toUpperCase() + filled.slice(1);
  }

  /** What stands in a pair of braces; with a capital, what begins a sentence. */
  private slot(name: string): string {
    const { random, words, subject } = this;
    switch (name) {
      case 'partner':
        return subject.partner;
      case 'project':
      case 'Project':
        return cased(name, subject.project);
      case 'topic':
      case 'Topic':
        return cased(name, subject.topics[0]!);
      case 'second':
        return subject.topics[1]!;
      case 'area':
      case 'Area':
        return cased(name, subject.technologyAreas[0]!.toLowerCase());
      case 'country':
        return subject.country.name;
      case 'decided':
        return DECIDED[subject.decision];
      case 'risk':
        return random.pick(RISKS[random.pick(subject.riskAreas)]);
      case 'mitigation':
        return random.pick(subject.mitigations.length > 0 ? subject.mitigations : MITIGATIONS);
      case 'word':
        return words.draw(random);
      case 'name':
        return words.drawName(random);
      default:
        return this.bankSlot(name);
    }
  }

  private bankSlot(name: string): string {
    const { random } = this;
    switch (name) {
      case 'office':
        return random.pickSkewed(OFFICES);
      case 'unit':
        return random.pickSkewed(UNITS);
      case 'item':
        return random.pickSkewed(ITEMS);
      case 'month':
        return random.pick(MONTHS);
      case 'year':
        return String(random.between(this.year - 6, this.year));
      case 'number':
        return String(random.between(3, 40));
      default:
        throw new Error(`there is nothing to fill in for {${name}}`);
    }
  }
}

/** In capitals where the slot's own name is. */
function cased(slot: string, text: string): string {
  return slot[0] === slot[0]!.toUpperCase() ? text[0]!.toUpperCase() + text.slice(1) : text;
}

function list(points: readonly string[]): string {
  return points.map((point) => `- ${point}`).join('\n');
}
