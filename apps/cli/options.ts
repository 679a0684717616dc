import { InvalidArgumentError, Option } from 'commander';

/** An option that takes one of a few words, in either case. */
export function choice(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, `${description} (${words.join(', ')})`).argParser((value: string) => {
    const word = value.toUpperCase();
    if (!words.includes(word)) throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`);
    return word;
  });
}

/** Collects an option that may be given several times. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
