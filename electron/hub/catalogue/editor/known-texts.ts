import { failure, type Result } from '../../../../shared/util/result';
import { parseCatalogue } from '../load-catalogue';
import type { LoadedCatalogue } from '../loaded';
import { type CatalogueText, readEntries } from './file-entries';
import { maskSecrets } from './secrets';
import { textDiff } from './text-diff';

/** Versions whose reading is kept: the file as it is, and those that a person steps through in the history. */
const MAX_KEPT = 3;

interface Known {
  read?: Result<CatalogueText>;
  masked?: Result<CatalogueText>;
  maskedText?: string;
  loaded?: LoadedCatalogue | null;
}

/**
 * What was made of the last few texts. To read a large file takes seconds, previews come in bursts, and nearly all
 * of them compare with the same text.
 */
export class KnownTexts {
  readonly #known = new Map<string, Known>();

  /** Where the services of a text stand. Refused with the reason in words when it is no YAML. */
  entries(version: string, text: string): Result<CatalogueText> {
    const known = this.#of(version);
    known.read ??= readEntries(text);
    return known.read.ok
      ? known.read
      : failure('file', `filen er ikke gyldig YAML: ${known.read.error.message}`);
  }

  /** The same of the text with its secrets masked. */
  masked(version: string, text: string, key: Buffer): Result<CatalogueText> {
    const known = this.#of(version);
    known.masked ??= readEntries(this.maskedText(version, text, key));
    return known.masked;
  }

  maskedText(version: string, text: string, key: Buffer): string {
    const known = this.#of(version);
    known.maskedText ??= maskSecrets(text, key).text;
    return known.maskedText;
  }

  /** What the text expands to; null: it has faults. */
  async loaded(version: string, text: string, file: string): Promise<LoadedCatalogue | null> {
    const known = this.#of(version);
    if (known.loaded === undefined) {
      const outcome = await parseCatalogue(text, file);
      known.loaded = outcome.ok ? outcome.catalogue : null;
    }
    return known.loaded;
  }

  #of(version: string): Known {
    const known = this.#known.get(version) ?? {};
    // Last used, last dropped.
    this.#known.delete(version);
    this.#known.set(version, known);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= MAX_KEPT) break;
      this.#known.delete(old);
    }
    return known;
  }
}

/** The difference that a change makes, secrets masked. Empty where it cannot be shown. */
export function shownDiff(
  masked: Result<CatalogueText>,
  change: (masked: CatalogueText) => Result<{ readonly text: string }>,
): string {
  const after = masked.ok ? change(masked.value) : masked;
  return masked.ok && after.ok ? textDiff(masked.value.text, after.value.text) : '';
}
