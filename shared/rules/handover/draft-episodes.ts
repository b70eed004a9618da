import type { Alarm, Episode } from '../../model/alarms';
import type { DraftContext } from './draft-context';
import type { Spell } from './ledger';

/** Something that came and went, and what the ledger knows of it; null: nothing. */
export interface Passing extends Episode {
  readonly spell: Spell | null;
}

/**
 * When an alarm came and went by itself in this shift, oldest first. What was explained by another node in the end is told
 * there; what still lasts is not among them.
 */
export function passingsOf({ ledger }: DraftContext, { node, episodes }: Alarm): readonly Passing[] {
  const spells = ledger.spellsOf(node);
  return episodes
    .filter(({ to }) => to >= ledger.since)
    .map(({ from, to }): Passing => {
      const spell = spells.find((one) => one.to !== null && one.from <= to && one.to >= from) ?? null;
      // Measurements never saw what users reported: it is over when somebody said so.
      return { from, to: to === from ? (spell?.to ?? to) : to, spell };
    })
    .filter(({ spell }) => (spell?.under ?? null) === null);
}

/** The hub needs so long, at most, to tell a fault of its own view from others', ms; and to see that all is well again. */
export const VANTAGE_MARGIN_MS = 2 * 60_000;

/** Whether it ended only because the hub did not see the network: nobody knows that it did. */
export function endedUnseen({ ledger, now }: DraftContext, { to }: Episode): boolean {
  return ledger.vantage.some(
    (stretch) => to >= stretch.from - VANTAGE_MARGIN_MS && to <= (stretch.to ?? now) + VANTAGE_MARGIN_MS,
  );
}

/** Of several times, how long the one in the middle was, ms. */
export function medianMs(episodes: readonly Episode[]): number {
  const lengths = episodes.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const middle = Math.floor(lengths.length / 2);
  const upper = lengths[middle] ?? 0;
  return lengths.length % 2 === 1 ? upper : ((lengths[middle - 1] ?? upper) + upper) / 2;
}
