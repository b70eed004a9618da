import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Person } from '../../../shared/model/people';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard } from '../../stores/board-react';
import { consoleName } from '../events/command-words';
import { useKeys } from '../keys/use-keys';
import { ConsolePanel } from './console-panel';
import { NoticeList } from './notice-list';
import { PersonForm } from './person-form';
import { SessionPanel } from './session-panel';
import { useEverybody, useMay, useMe, useNotices } from './use-people';

/** Who is being looked at: a person's id, somebody new, or nobody. */
type Shown = { readonly id: string } | 'new' | null;

/** People, their roles and credentials; consoles; who is signed in; who is on watch; what was refused. */
export function PeoplePage(): ReactNode {
  const { t } = useT();
  const me = useMe();
  const { persons } = useEverybody();
  const notices = useNotices();
  const { may } = useMay('person.set');
  const invites = useBoard((state) => state.identity?.invites ?? false);
  const [chosen, setShown] = useState<Shown | undefined>(undefined);
  // Until somebody chooses: oneself; while there is nobody but the machine, what is to be done first.
  const first: Shown = invites ? 'new' : me === null ? null : { id: me.id };
  const shown = chosen === undefined ? first : chosen;
  const list = useRef<HTMLUListElement>(null);
  const person = shown === null || shown === 'new' ? undefined : persons.find(({ id }) => id === shown.id);
  const step = (by: number): void => {
    const index = person === undefined ? (by > 0 ? -1 : persons.length) : persons.indexOf(person);
    const next = persons[Math.min(Math.max(index + by, 0), persons.length - 1)];
    if (next) setShown({ id: next.id });
  };
  useKeys({
    new: () => (may ? setShown('new') : false),
    up: () => step(-1),
    down: () => step(1),
  });
  const made = useCallback((id: string) => setShown({ id }), []);
  const leave = (): void => {
    if (shown === 'new') setShown(me === null ? null : { id: me.id });
    list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  };
  return (
    <div className="people">
      <ScrollRegion className="people-main" aria-label={t('people:page.title')}>
        <section className="panel">
          <div className="panel-title">
            <h2>{t('people:page.persons', { count: persons.filter(({ active }) => active).length })}</h2>
            <KeyButton cap="n" label={t('people:page.new')} disabled={!may} onPress={() => setShown('new')} />
          </div>
          {persons.length === 0 && <Notice title={t('people:page.none')} text={t('people:page.noneText')} />}
          <ul ref={list} className="people-list">
            {persons.map((one) => (
              <PersonLine
                key={one.id}
                person={one}
                current={one === person}
                onChoose={() => setShown({ id: one.id })}
                onStep={step}
              />
            ))}
          </ul>
        </section>
        {notices.length > 0 && (
          <section className="panel">
            <h2 className="panel-title">{t('people:notices.title')}</h2>
            <NoticeList />
          </section>
        )}
        <SessionPanel />
        <ConsolePanel />
      </ScrollRegion>
      <ScrollRegion className="people-side" aria-label={t('people:page.one')}>
        {person === undefined && shown !== 'new' ? (
          <Notice whole title={t('people:page.choose')} text={t('people:page.chooseText')} />
        ) : (
          <PersonForm
            key={person === undefined ? 'new' : person.id}
            person={person}
            asked={chosen === 'new'}
            onMade={made}
            onLeave={leave}
          />
        )}
      </ScrollRegion>
    </div>
  );
}

function PersonLine(props: {
  readonly person: Person;
  readonly current: boolean;
  readonly onChoose: () => void;
  readonly onStep: (by: number) => void;
}): ReactNode {
  const { person, current, onChoose, onStep } = props;
  const { t } = useT();
  const { sessions, watch } = useEverybody();
  const people = useBoard((state) => state.people);
  const line = useRef<HTMLButtonElement>(null);
  // The focus goes with the choice while it is in the list; it is never stolen from a field.
  useEffect(() => {
    if (current && document.activeElement?.classList.contains('people-line')) line.current?.focus();
  }, [current]);
  const there = sessions.filter((session) => session.person === person.id);
  const posts = watch.filter((post) => post.person === person.id);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    event.stopPropagation();
    onStep(event.key === 'ArrowDown' ? 1 : -1);
  };
  return (
    <li>
      <button
        ref={line}
        type="button"
        className="people-line"
        aria-current={current}
        data-off={person.active ? undefined : ''}
        tabIndex={current ? 0 : -1}
        onClick={onChoose}
        onKeyDown={keys}
      >
        <span className="initials">{person.initials}</span>
        <span>
          <strong>{person.name}</strong> <span className="quiet">{person.id}</span>
        </span>
        <span>{person.roles.map((role) => t(`people:role.${role}`)).join(', ') || t('people:noRoles')}</span>
        <span>
          {!person.active
            ? t('people:page.inactive')
            : there.length === 0
              ? t('people:page.away')
              : t('people:page.at', {
                  consoles: there.map((session) => consoleName(people, session.console)).join(', '),
                })}
          {posts.length > 0 && <strong> · {t('people:page.onWatch')}</strong>}
        </span>
      </button>
    </li>
  );
}
