import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { formatSeconds } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useFirstFocus } from '../../parts/first-focus';
import { useBoard, useClock, useLinkView, useTick } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { type Choice, choicesOf } from './choices';
import { useEverybody } from './use-people';

/**
 * Who is here: type or step to the name, Enter, and the PIN where their session lives on here, else the password. With
 * the hub away it says plainly what that means.
 */
export function SignInForm(props: {
  /** The person that is chosen to begin with. */
  readonly first?: string | undefined;
  readonly onDone: () => void;
}): ReactNode {
  const { first, onDone } = props;
  const { t } = useT();
  const identity = useBoard((state) => state.identity);
  const { reachable } = useLinkView();
  const { persons } = useEverybody();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState<string | null>(first ?? null);
  const [asked, setAsked] = useState<Choice | null>(null);
  const name = useFirstFocus<HTMLInputElement>();
  const choices = choicesOf(persons, identity, reachable, typed);
  const chosen = choices.find(({ id }) => id === at) ?? choices[0];

  const step = (event: KeyboardEvent, by: number): void => {
    event.preventDefault();
    event.stopPropagation();
    const index = chosen === undefined ? -1 : choices.indexOf(chosen);
    const next = choices[Math.min(Math.max(index + by, 0), choices.length - 1)];
    if (next) setAt(next.id);
  };
  const choose = (choice: Choice | undefined): void => {
    if (choice === undefined || choice.by === 'impossible') return;
    setAt(choice.id);
    setAsked(choice);
  };
  if (asked !== null) {
    return <SecretForm choice={asked} onBack={() => setAsked(null)} onDone={onDone} />;
  }
  return (
    <div className="sign-in">
      {!reachable && <p className="people-note">{t('people:signIn.offline')}</p>}
      <label className="people-field">
        <span>{t('people:signIn.who')}</span>
        <input
          ref={name}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-expanded={choices.length > 0}
          aria-controls={list}
          aria-activedescendant={chosen && `${list}-${chosen.id}`}
          placeholder={t('people:signIn.whoHelp')}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') step(event, 1);
            else if (event.key === 'ArrowUp') step(event, -1);
            else if (event.key === 'Enter') {
              event.preventDefault();
              choose(chosen);
            }
          }}
        />
      </label>
      <div className="people-choices" id={list} role="listbox" aria-label={t('people:signIn.who')}>
        {choices.map((choice) => (
          <div
            key={choice.id}
            id={`${list}-${choice.id}`}
            className="people-choice"
            role="option"
            tabIndex={-1}
            aria-selected={choice === chosen}
            aria-disabled={choice.by === 'impossible'}
            onClick={() => choose(choice)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') choose(choice);
            }}
          >
            <span className="initials">{choice.initials}</span>
            <strong>{choice.name}</strong>
            <span className="quiet">{t(`people:signIn.by.${choice.by}`)}</span>
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className="quiet">{t('people:signIn.nobody')}</p>}
      <MachineSignIn onDone={onDone} />
    </div>
  );
}

/** The machine's own administrator needs no password, while nobody else administers. */
function MachineSignIn({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useT();
  const bridge = useBridge();
  const { persons } = useEverybody();
  const [fault, setFault] = useState<string | null>(null);
  const others = persons.some(
    (person) => person.active && !person.machine && person.roles.includes('administrator'),
  );
  if (others) return null;
  const enter = async (): Promise<void> => {
    const answer = await bridge.signInMachine();
    if (answer.ok) onDone();
    else setFault(answer.error.message);
  };
  return (
    <p className="people-machine">
      <button type="button" className="quiet-button" onClick={() => void enter()}>
        {t('people:signIn.machine')}
      </button>{' '}
      <span role="alert" className="people-fault">
        {fault}
      </span>
    </p>
  );
}

/** The PIN or the password of one person. */
function SecretForm(props: {
  readonly choice: Choice;
  readonly onBack: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { choice, onBack, onDone } = props;
  const { t } = useT();
  const bridge = useBridge();
  const { reachable } = useLinkView();
  const [by, setBy] = useState<'pin' | 'password'>(choice.by === 'pin' ? 'pin' : 'password');
  const [secret, setSecret] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const waitsUntil = useWait();
  const field = useFirstFocus<HTMLInputElement>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || secret === '' || waitsUntil !== null) return;
    setBusy(true);
    const answer = await bridge.signIn({ person: choice.id, by, secret });
    setBusy(false);
    setSecret('');
    if (answer.ok) {
      onDone();
      return;
    }
    setFault(answer.error.message);
    field.current?.focus();
  };
  return (
    <form className="sign-in" onSubmit={(event) => void submit(event)}>
      <p className="people-whom">
        <span className="initials">{choice.initials}</span> <strong>{choice.name}</strong>{' '}
        <button type="button" className="link-button" onClick={onBack}>
          {t('people:signIn.another')}
        </button>
      </p>
      {!reachable && <p className="people-note">{t('people:signIn.offline')}</p>}
      <SecretField ref={field} by={by} value={secret} onChange={setSecret} />
      <WaitNote until={waitsUntil} />
      <p role="alert" className="people-fault">
        {fault}
      </p>
      <p className="act-row">
        <button type="submit" className="quiet-button" disabled={busy || waitsUntil !== null}>
          {t(busy ? 'people:signIn.busy' : 'people:signIn.enter')}
        </button>
        {choice.by === 'pin' && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => {
              setBy(by === 'pin' ? 'password' : 'pin');
              setSecret('');
              setFault(null);
              field.current?.focus();
            }}
          >
            {t(by === 'pin' ? 'people:signIn.usePassword' : 'people:signIn.usePin')}
          </button>
        )}
      </p>
    </form>
  );
}

/** The field for a PIN or a password. What is typed is never shown. */
export function SecretField(props: {
  readonly ref?: React.Ref<HTMLInputElement>;
  readonly by: 'pin' | 'password';
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { ref, by, value, onChange } = props;
  const { t } = useT();
  return (
    <label className="people-field">
      <span>{t(`people:signIn.${by}`)}</span>
      <input
        ref={ref}
        type="password"
        value={value}
        autoComplete="off"
        inputMode={by === 'pin' ? 'numeric' : 'text'}
        maxLength={by === 'pin' ? 12 : 500}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** Until when nobody may try again here, this machine's clock, ms; null: now. */
export function useWait(): number | null {
  const until = useBoard((state) => state.identity?.waitUntil ?? null);
  const clock = useClock();
  useTick(500);
  return until !== null && until > clock.now() ? until : null;
}

/** That one must wait, and for how long. */
export function WaitNote({ until }: { readonly until: number | null }): ReactNode {
  const { t } = useT();
  const clock = useClock();
  if (until === null) return null;
  const left = Math.max(1, Math.ceil((until - clock.now()) / 1_000));
  return (
    <p className="people-note">{t('people:signIn.wait', { time: formatSeconds(until), count: left })}</p>
  );
}
