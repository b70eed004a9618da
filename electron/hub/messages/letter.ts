/** What goes out through a channel, and what became of it. */
export interface Letter {
  /** One for each message and channel, the same at every attempt: whoever receives it twice can see that it is one. */
  readonly id: string;
  /** The id of what it continues: mail programs put them together. Null: it begins something. */
  readonly continues: string | null;
  readonly subject: string;
  readonly body: string;
  /** In few words, for a telephone. */
  readonly short: string;
  /** A person on call; null: the channel's own recipients. */
  readonly to: { readonly phone: string; readonly email: string | null } | null;
  /** What a program on the other side may want to know, beside the texts. */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/**
 * How an attempt ended. `later`: it was not taken, for a reason that may pass. `unknown`: all of it was handed over, or
 * some, and no answer came: it may have gone, so that nobody but a person may send it again.
 */
export interface Attempt {
  readonly outcome: 'sent' | 'refused' | 'later' | 'unknown';
  /** What the other side said, in words; neither addresses nor secrets. */
  readonly detail: string | null;
}

/** Longest word on an attempt that is kept. */
const DETAIL_CHARS = 300;
/** So much of a stranger's words is looked at: an answer may be long, and to look for addresses takes its length squared. */
const READ_CHARS = 2_000;

/** An attempt's end in words. `secrets` are what must not be shown: addresses, keys, passwords. */
export function attempt(
  outcome: Attempt['outcome'],
  detail: string | null,
  secrets: readonly string[] = [],
): Attempt {
  if (detail === null) return { outcome, detail };
  let text = detail;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= 3) text = text.replaceAll(secret, '…');
  }
  // A stranger's words: an address that we did not know of is one all the same.
  text = text
    .slice(0, READ_CHARS)
    .replace(/[^\s<>@]+@[^\s<>@]+/g, '…')
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();
  return {
    outcome,
    detail: text.length > DETAIL_CHARS ? `${text.slice(0, DETAIL_CHARS - 1)}…` : text,
  };
}
