import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Person, Role } from '../../../shared/model/people';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { CredentialsForm } from './credentials-form';
import { draftOf, idFrom, initialsFrom, PERSON_ROLES, type PersonDraft, readDraft } from './person-draft';
import { RoleNote } from './role-note';
import { useEverybody, useMay, useMe } from './use-people';

/**
 * One person: name, initials, roles, active or not; then password and PIN. Who may not change it reads it, and which
 * role is needed.
 */
export function PersonForm(props: {
  /** Undefined: somebody new. */
  readonly person: Person | undefined;
  /** Somebody asked for an empty form: only then does it take the focus, else digits would be names and not pages. */
  readonly asked: boolean;
  /** The person is there: with this id. */
  readonly onMade: (id: string) => void;
  readonly onLeave: () => void;
}): ReactNode {
  const { person, asked, onMade, onLeave } = props;
  const { t } = useT();
  const acts = useActs();
  const me = useMe();
  const { reachable } = useLinkView();
  const { persons } = useEverybody();
  const { may } = useMay('person.set');
  const [draft, setDraft] = useState<PersonDraft>(() => draftOf(person));
  // Id and initials follow the name until somebody writes them.
  const [own, setOwn] = useState<{ readonly id: boolean; readonly initials: boolean }>({
    id: person !== undefined,
    initials: person !== undefined,
  });
  const [tried, setTried] = useState(false);
  const [command, setCommand] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const entry = useBoard((state) => state.outbox.find(({ id }) => id === command));
  const first = useRef<HTMLInputElement>(null);
  const taken = new Set(person === undefined ? persons.map(({ id }) => id) : []);
  const { person: read, faults } = readDraft(draft, taken);
  const waiting = entry?.fate === 'queued' || entry?.fate === 'sent';
  const machine = person?.machine === true;
  const fixed = !may || machine;

  useEffect(() => {
    if (person === undefined && asked) first.current?.focus();
  }, [person, asked]);
  useEffect(() => {
    if (entry?.fate === 'confirmed' && person === undefined) onMade(entry.subject.slice('person/'.length));
  }, [entry, person, onMade]);

  const save = async (): Promise<void> => {
    setTried(true);
    if (read === null || waiting || fixed) return;
    const answer = await acts.give({
      kind: 'person.set',
      subject: `person/${read.id}`,
      payload: { person: read },
    });
    setRefusal(answer.ok ? null : answer.error.message);
    if (answer.ok) setCommand(answer.value.id);
  };
  useKeys({
    save: () => {
      void save();
    },
    back: onLeave,
  });
  const change = (part: Partial<PersonDraft>): void => {
    setDraft((old) => ({ ...old, ...part }));
    setCommand(null);
  };
  const rename = (name: string): void =>
    change({
      name,
      ...(own.id ? {} : { id: idFrom(name) }),
      ...(own.initials ? {} : { initials: initialsFrom(name) }),
    });
  const flip = (role: Role, on: boolean): void =>
    change({ roles: on ? [...draft.roles, role] : draft.roles.filter((one) => one !== role) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  const fault = (field: keyof typeof faults): ReactNode => {
    const code = tried || (field === 'id' && faults.id === 'taken') ? faults[field] : undefined;
    return (
      <span className="people-fault" role="alert">
        {code === undefined ? '' : t(`people:form.fault.${code}`)}
      </span>
    );
  };
  const said = refusal ?? (entry?.fate === 'refused' || entry?.fate === 'expired' ? entry.reason : null);

  return (
    <div className="people-form">
      <h3 className="panel-title">
        {person === undefined ? t('people:form.new') : t('people:form.edit', { name: person.name })}
      </h3>
      <RoleNote kind="person.set" />
      {machine && <p className="people-note">{t('people:form.machine')}</p>}
      <form onSubmit={submit}>
        <label className="people-field">
          <span>{t('people:form.name')}</span>
          <input
            ref={first}
            value={draft.name}
            disabled={fixed}
            maxLength={80}
            onChange={(event) => rename(event.target.value)}
          />
          {fault('name')}
        </label>
        <label className="people-field">
          <span>{t('people:form.id')}</span>
          <input
            value={draft.id}
            disabled={fixed || person !== undefined}
            maxLength={60}
            spellCheck={false}
            onChange={(event) => {
              setOwn((old) => ({ ...old, id: true }));
              change({ id: event.target.value.toLocaleLowerCase('nb') });
            }}
          />
          {fault('id')}
        </label>
        <label className="people-field people-field-short">
          <span>{t('people:form.initials')}</span>
          <input
            value={draft.initials}
            disabled={fixed}
            maxLength={3}
            onChange={(event) => {
              setOwn((old) => ({ ...old, initials: true }));
              change({ initials: event.target.value });
            }}
          />
          {fault('initials')}
        </label>
        <RoleBoxes draft={draft} fixed={fixed} onFlip={flip} />
        {fault('roles')}
        {person !== undefined && (
          <label className="people-check">
            <input
              type="checkbox"
              checked={draft.active}
              disabled={fixed || person.id === me?.id}
              onChange={(event) => change({ active: event.target.checked })}
            />
            {t('people:form.active')}
          </label>
        )}
        <p className="act-row">
          <KeyButton
            cap="F2"
            label={t('people:form.save')}
            waits={!reachable}
            disabled={fixed || waiting}
            onPress={() => void save()}
          />
          <span role="status" className="quiet">
            {entry === undefined ? '' : t(`people:form.fate.${entry.fate}`)}
          </span>
          <span role="alert" className="people-fault">
            {said === null ? '' : t('people:form.refused', { reason: said })}
          </span>
        </p>
      </form>
      {person !== undefined && !machine && (may || person.id === me?.id) && (
        <section>
          <h3 className="panel-title">{t('people:credentials.title')}</h3>
          <CredentialsForm key={person.id} person={person.id} own={person.id === me?.id} />
        </section>
      )}
    </div>
  );
}

/** The roles, one box each. */
function RoleBoxes(props: {
  readonly draft: PersonDraft;
  readonly fixed: boolean;
  readonly onFlip: (role: Role, on: boolean) => void;
}): ReactNode {
  const { draft, fixed, onFlip } = props;
  const { t } = useT();
  const id = useId();
  return (
    <fieldset className="people-roles">
      <legend>{t('people:form.roles')}</legend>
      {PERSON_ROLES.map((role) => (
        <div key={role} className="people-check">
          <input
            type="checkbox"
            id={`${id}-${role}`}
            aria-describedby={`${id}-${role}-may`}
            checked={draft.roles.includes(role)}
            disabled={fixed}
            onChange={(event) => onFlip(role, event.target.checked)}
          />
          <label htmlFor={`${id}-${role}`}>{t(`people:role.${role}`)}</label>
          <span className="quiet" id={`${id}-${role}-may`}>
            {t(`people:roleMay.${role}`)}
          </span>
        </div>
      ))}
    </fieldset>
  );
}
