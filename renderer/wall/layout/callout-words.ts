import { MARKS } from '../../parts/mark';
import type { ColourToken } from '../../theme/state-theme';
import { STATE_THEME } from '../../theme/state-theme';
import type { Callout, CalloutSubject } from '../model/callouts';
import type { WallView } from '../view';

/** What a callout is, in a word and its colour: a state, or planned work over its time. */
export function calloutState(
  { state, subject, attention, news }: Pick<Callout, 'state' | 'subject' | 'attention' | 'news'>,
  { t }: Pick<WallView, 't'>,
): { readonly word: string; readonly colour: ColourToken } {
  if (attention?.state === 'returned') return { word: t('wall:returned'), colour: '--text-1' };
  if (subject.kind === 'overrun') return { word: t('states:mark.overrun'), colour: MARKS.overrun.colour };
  const { colour } = STATE_THEME[state];
  // It is well again itself: to say that it is down would not be true.
  if (news.basis === 'recovering') return { word: t('wall:recovering'), colour };
  // Its checks are well: whose word it is must be read from as far away as the word.
  if (news.basis === 'reported') return { word: t('wall:reported'), colour };
  return { word: t(`states:${state}`), colour };
}

/** A callout's subject in words. */
export function calloutWords(
  subject: CalloutSubject,
  view: Pick<WallView, 't'>,
): { readonly what: string; readonly where: string } {
  const { t } = view;
  if (subject.kind === 'overrun') return { what: t('wall:overrun', { title: subject.title }), where: '' };
  if (subject.kind === 'room') return { what: t('wall:allServices'), where: '' };
  if (subject.kind === 'many') return { what: t('wall:services', { count: subject.services }), where: '' };
  if (subject.kind === 'site') return { what: subject.site.name, where: '' };
  const [a, b] = subject.sites;
  const count = subject.sites.length;
  if (!a) return { what: subject.service, where: '' };
  if (!b) return { what: subject.service, where: a.name };
  if (count === 2) return { what: subject.service, where: t('wall:twoSites', { a: a.name, b: b.name }) };
  return { what: subject.service, where: t(subject.all ? 'wall:allSites' : 'wall:sites', { count }) };
}
