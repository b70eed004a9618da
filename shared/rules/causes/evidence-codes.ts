/** Everything that evidence can say. The facts of each code are named beside it; its words are the desk's. */

/** What the probable cause is, in one sentence. */
export const SENTENCES = [
  /** It is measured, and takes others with it: `node`, `state`, `count` behind it, `nodes` that it needs and that are well, `others` that carry in its place, `also` those that should and are down too. */
  'measured',
  /** It is measured, and nothing else follows from it: `node`, `state`. */
  'alone',
  /** Nothing watches it, and what hangs on it says that it is down: `node`, `count`, `nodes` (what says so), `others` (inferred with it). */
  'inferred',
  /** A person says so: `node`, `person`, `at`, `count`. */
  'named',
  /** Its checks are well; users say otherwise: `node`, `person`, `at`, `to` (until when that holds), `count` callers. */
  'reported',
  /** It is back, not all that it took down is: `node`, `at`, `count` that are back, `of`. */
  'recovering',
  /** It follows from others: `node`, `state`, `nodes` (the causes). */
  'explained',
  /** The hub's own view of the network is gone: `at`. */
  'vantage',
  /** A foreign source that speaks for it is lost: `node`, `nodes` (the sources). */
  'source',
  /** Nothing is wrong with it: `node`. */
  'normal',
] as const;
export type Sentence = (typeof SENTENCES)[number];

/** What speaks for it. */
export const FOR_CODES = [
  /** `count` of `of` failing checks of the room are its own or behind it. */
  'downstream',
  /** `count` of `of` of its own checks fail: `checks`. */
  'own-checks',
  /** What it needs is well: `nodes`; `count` of `of` of their checks answer. */
  'upstream-normal',
  /** The reference points answer: `count` of `of`, in `times`. The fault is not ours. */
  'references-up',
  /** `count` of `of` reference points are silent: nothing that is seen can be believed. */
  'references-silent',
  /** What carries in its place is well: `nodes`. */
  'alternatives-up',
  /** `count` nodes (`nodes`) run on their last leg, and it is what they lost. */
  'last-leg',
  /** `count` measured nodes (`nodes`) are down, and it is what they share. */
  'inferred-from',
  /** It would have to be down together with `nodes`. */
  'inferred-with',
  /** Nothing watches it: `node`. */
  'unwatched',
  /** A person said so: `person`, `at`, `text`; `node` follows from `others`. */
  'said',
  /** Users report it down: `person`, `at`, `to`, `text`. */
  'reported',
  /** `count` callers, the last at `at`; since `from`. */
  'callers',
  /** It is back since `at`: `count` of `of` are. */
  'recovery',
  /** Planned work is running on it: `window`. */
  'planned',
] as const;
export type ForCode = (typeof FOR_CODES)[number];

/** What is known of when. It never decides: measurements have their own uncertainty. */
export const TIME_CODES = [
  /** `node` was good last at `from`, and bad first at `to`; `ms` lie between. */
  'fault-between',
  /** `node` was bad first at `to`; when it was good last is not known. */
  'bad-first',
  /** `count` of `of` behind it failed after it, or within the measurement's uncertainty of `ms`. */
  'within',
  /** The order is no proof: it is measured no oftener than every `ms`. */
  'unsure',
  /** Nothing measures when. */
  'unknown',
] as const;
export type TimeCode = (typeof TIME_CODES)[number];

/** What speaks against it. */
export const AGAINST_CODES = [
  /** `count` of `of` of its own checks answer still: `checks`. */
  'own-checks-up',
  /** `count` nodes that could not answer without it do, measured after the fault: `nodes`. */
  'dependants-up',
  /** `count` nodes behind it failed before it did, past the uncertainty: `nodes`, at most `ms` before. */
  'failed-before',
  /** `nodes` could be down above it: nothing measures them, and nothing says that they are up. */
  'possible-upstream',
  /** `count` of what is behind it would follow from `nodes` as well. */
  'other-causes',
  /** Reference points are silent too: `count` of `of`. It may be us. */
  'references-down',
  /** It comes and goes too often to say: `at` since when. */
  'flapping',
  /** One single check says so: `checks`. */
  'one-check',
  /** `count` of its checks have not been heard for too long: `checks`. */
  'stale',
  /** No check of its own says so: it rests on the graph alone. */
  'unmeasured',
  /** Its checks are well: `count` of `of`. */
  'checks-well',
  /** Nothing that is known. */
  'none',
] as const;
export type AgainstCode = (typeof AGAINST_CODES)[number];
