import { type ReactNode, useId, useMemo, useState } from 'react';
import { type EntryLink, LINKS_MOST } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import type { EventNames } from '../events/command-words';
import { incidentNumber } from '../incidents/incident-words';
import { fold, nodeName } from '../model/row';
import { linkName } from './link-words';

/** So many can be offered at once. */
const OFFERED = 400;

/** What an entry is about: what was in focus is there already, more is written by name, number or id. */
export function LinksField(props: {
  readonly links: readonly EntryLink[];
  readonly names: EventNames;
  readonly onChange: (links: readonly EntryLink[]) => void;
}): ReactNode {
  const { links, names, onChange } = props;
  const speech = useT();
  const { t } = speech;
  const offers = useOffers();
  const [typed, setTyped] = useState('');
  const id = useId();
  const list = useId();
  const has = (link: EntryLink): boolean => links.some((one) => one.kind === link.kind && one.id === link.id);
  const take = (text: string): boolean => {
    const found = offerOf(offers, text);
    if (found === undefined) return false;
    if (!has(found.link) && links.length < LINKS_MOST) onChange([...links, found.link]);
    setTyped('');
    return true;
  };
  return (
    <div className="act-field">
      <label htmlFor={id}>{t('shift-log:write.about')}</label>
      <div className="entry-links">
        {links.map((link) => {
          const name = linkName(link, names, speech);
          return (
            <button
              key={`${link.kind}/${link.id}`}
              type="button"
              className="chip"
              aria-label={t('shift-log:write.notAbout', { name })}
              onClick={() => onChange(links.filter((one) => one !== link))}
            >
              {name} <span aria-hidden="true">×</span>
            </button>
          );
        })}
        <input
          id={id}
          type="text"
          className="text-field"
          list={list}
          autoComplete="off"
          placeholder={t('shift-log:write.aboutMore')}
          value={typed}
          onChange={(event) => {
            // A whole name, as the list writes it, is taken as it is.
            if (!offers.some(({ name }) => name === event.target.value) || !take(event.target.value))
              setTyped(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '' || !take(typed)) return;
            // Enter took what was written here: it is not to give the whole entry with it.
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <datalist id={list}>
          {offers.slice(0, OFFERED).map(({ name, link }) => (
            <option key={`${link.kind}/${link.id}`} value={name} />
          ))}
        </datalist>
      </div>
    </div>
  );
}

interface Offer {
  readonly name: string;
  readonly link: EntryLink;
}

/** By the whole name or id, else the only one that begins so. */
function offerOf(offers: readonly Offer[], text: string): Offer | undefined {
  const wanted = fold(text.trim());
  const exact = offers.find(({ name, link }) => fold(name) === wanted || fold(link.id) === wanted);
  const begins = offers.filter(({ name }) => fold(name).startsWith(wanted));
  return exact ?? (begins.length === 1 ? begins[0] : undefined);
}

/** Open alarms and incidents, then services at their sites. */
function useOffers(): readonly Offer[] {
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const alarms = useBoard((state) => state.alarms);
  const incidents = useBoard((state) => state.incidents);
  const version = useBoard(
    (state) => `${state.catalogueVersion}/${state.alarmsVersion}/${state.incidentsVersion}`,
  );
  const { t } = useT();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => {
    const offers: Offer[] = [];
    for (const entity of incidents.values())
      if (entity.kind === 'incident' && entity.value.state !== 'closed')
        offers.push({
          name: `${incidentNumber(entity.value, { t })} ${entity.value.title}`,
          link: { kind: 'incident', id: entity.value.id },
        });
    for (const entity of alarms.values())
      if (entity.kind === 'alarm' && entity.value.id !== '' && entity.value.condition !== 'normal')
        offers.push({
          name: `${entity.value.id} ${nodeName({ graph, catalogue }, entity.value.node)}`,
          link: { kind: 'alarm', id: entity.value.id },
        });
    const nodes = [...graph.nodes.keys()].map((node): Offer => {
      return { name: nodeName({ graph, catalogue }, node), link: { kind: 'node', id: node } };
    });
    return [...offers, ...nodes.sort((a, b) => a.name.localeCompare(b.name, 'nb'))];
  }, [graph, catalogue, alarms, incidents, version, t]);
}
