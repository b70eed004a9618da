import { app, dialog } from 'electron';
import type { Language } from '../../../shared/time/format';
import type { AppWindow } from '../windows/app-window';
import { type Closing, closingQuestion } from '../windows/closing';
import type { Logger } from './log';

export interface ClosingOptions {
  readonly lang: () => Language;
  /** Whether the watch itself would end with this console. */
  readonly ownHub: () => boolean;
  readonly quitting: () => boolean;
  /** An answer given in advance, for tests of an unpackaged app. */
  readonly answer: string | undefined;
  readonly log: Logger;
}

/**
 * What happens when the last window closes: a person says whether the watch goes on. Returns the rule for
 * `lastCloses`: false keeps the window until the answer is there.
 */
export function askOnClosing(options: ClosingOptions): (window: AppWindow) => boolean {
  let asking = false;
  const act = (window: AppWindow, closing: Closing): void => {
    options.log.info({ closing }, 'the last window closes');
    if (closing === 'continue') window.close();
    if (closing === 'end') app.quit();
  };
  return (window) => {
    if (options.quitting()) return true;
    if (asking) return false;
    asking = true;
    ask(window, options)
      .then((closing) => act(window, closing))
      .catch((error: unknown) =>
        options.log.error({ err: error }, 'the question on closing failed: the window stays'),
      )
      .finally(() => {
        asking = false;
      });
    return false;
  };
}

async function ask(window: AppWindow, options: ClosingOptions): Promise<Closing> {
  if (!app.isPackaged && (options.answer === 'continue' || options.answer === 'end')) return options.answer;
  const { meanings, buttons, ...question } = closingQuestion(options.lang(), options.ownHub());
  const box = { ...question, buttons: [...buttons], type: 'question' as const, noLink: true };
  const { response } = window.browserWindow
    ? await dialog.showMessageBox(window.browserWindow, box)
    : await dialog.showMessageBox(box);
  return meanings[response] ?? 'cancel';
}
