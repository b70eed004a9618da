import type { Language } from '../../../shared/time/format';
import { WORDS } from '../app/words';

/** What becomes of the watch when the last window closes. */
export type Closing = 'continue' | 'end' | 'cancel';

/** The question as data: what a native dialog shows, and what each button means. */
export interface ClosingQuestion {
  readonly title: string;
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly meanings: readonly Closing[];
  readonly defaultId: number;
  readonly cancelId: number;
}

/**
 * What is asked when the last window closes. `ownHub`: the watch itself would end with this console. Enter keeps
 * the watch going, Escape changes nothing.
 */
export function closingQuestion(lang: Language, ownHub: boolean): ClosingQuestion {
  const words = WORDS[lang].close;
  const choices: readonly (readonly [string, Closing])[] = ownHub
    ? [
        [words.goOn, 'continue'],
        [words.end, 'end'],
        [words.cancel, 'cancel'],
      ]
    : [
        [words.endConsole, 'end'],
        [words.cancel, 'cancel'],
      ];
  return {
    title: words.title,
    message: ownHub ? words.question : words.endConsole,
    detail: ownHub ? words.detail : words.elsewhere,
    buttons: choices.map(([text]) => text),
    meanings: choices.map(([, meaning]) => meaning),
    defaultId: 0,
    cancelId: choices.length - 1,
  };
}
