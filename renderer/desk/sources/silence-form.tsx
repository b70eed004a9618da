import { type FormEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { SilenceMatcher } from '../../../shared/model/sources';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { useActs } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { countHits, matchesAll, type SourceView } from './source-model';

const HOURS = [1, 2, 4, 8, 12, 24] as const;
const DEFAULT_HOURS = 2;
const HOUR_MS = 3_600_000;
const EMPTY: SilenceMatcher = { name: '', value: '', isRegex: false, isEqual: true };

const OPERATORS = [
  { id: 'equal', isRegex: false, isEqual: true },
  { id: 'notEqual', isRegex: false, isEqual: false },
  { id: 'regex', isRegex: true, isEqual: true },
  { id: 'notRegex', isRegex: true, isEqual: false },
] as const;

/** Numbered, so that a row keeps its field and its focus when another goes. */
interface Row extends SilenceMatcher {
  readonly row: number;
}

/** Silences alerts at their source, until a time that is always set, with the reason why. */
export function SilenceForm(props: {
  readonly view: SourceView;
  readonly first: readonly SilenceMatcher[];
  readonly onDone: () => void;
}): ReactNode {
  const { view, first, onDone } = props;
  const { t } = useT();
  const acts = useActs();
  const link = useLinkView(1_000);
  const names = useId();
  // Whoever asked for the form by key writes on at once: the condition, or only why where an alert gave it.
  const begin = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    begin.current?.focus();
    // Where an alert is long the form is below the fold, and so would be what saves it. jsdom lays nothing out.
    begin.current?.form?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  const [rows, setRows] = useState<readonly Row[]>(() =>
    (first.length === 0 ? [EMPTY] : first).map((matcher, row) => ({ ...matcher, row })),
  );
  const [hours, setHours] = useState<number>(DEFAULT_HOURS);
  const [comment, setComment] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const matchers = useMemo(
    () => rows.filter(({ name }) => name.trim() !== '').map(({ row: _row, ...matcher }) => matcher),
    [rows],
  );
  const hits = useMemo(() => countHits(matchers, view.alerts), [matchers, view.alerts]);
  const change = (row: number, part: Partial<SilenceMatcher>): void =>
    setRows((all) => all.map((item) => (item.row === row ? { ...item, ...part } : item)));

  const save = async (): Promise<void> => {
    if (matchers.length === 0) return setFault(t('sources:form.needMatcher'));
    if (matchesAll(matchers)) return setFault(t('sources:form.tooWide'));
    if (hits === null) return setFault(t('sources:form.badRegex'));
    if (comment.trim() === '') return setFault(t('sources:form.needComment'));
    const answer = await acts.give({
      kind: 'silence.set',
      subject: view.source.id,
      payload: {
        matchers: [...matchers],
        endsAt: link.hubNow + hours * HOUR_MS,
        comment: comment.trim(),
      },
    });
    // What was written stays on the screen until it is on the disk.
    if (answer.ok) onDone();
    else setFault(t('sources:form.refused', { reason: answer.error.message }));
  };
  useKeys({
    back: onDone,
    save: () => {
      void save();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };

  return (
    <form
      className="silence-form"
      onSubmit={submit}
      aria-label={t('sources:form.title', { name: view.source.name })}
    >
      <h3>{t('sources:form.title', { name: view.source.name })}</h3>
      <fieldset>
        <legend>{t('sources:form.matchers')}</legend>
        {rows.map(({ row, ...matcher }, index) => (
          <div className="matcher-row" key={row}>
            <input
              ref={index === 0 && first.length === 0 ? begin : undefined}
              className="text-field"
              list={names}
              value={matcher.name}
              aria-label={t('sources:form.label')}
              onChange={(event) => change(row, { name: event.target.value })}
            />
            <select
              className="text-field"
              aria-label={t('sources:form.operator')}
              value={operatorOf(matcher).id}
              onChange={(event) => {
                const operator = OPERATORS.find(({ id }) => id === event.target.value);
                if (operator) change(row, { isRegex: operator.isRegex, isEqual: operator.isEqual });
              }}
            >
              {OPERATORS.map(({ id }) => (
                <option key={id} value={id}>
                  {t(`sources:form.${id}`)}
                </option>
              ))}
            </select>
            <input
              className="text-field"
              value={matcher.value}
              aria-label={t('sources:form.value')}
              onChange={(event) => change(row, { value: event.target.value })}
            />
            <button
              type="button"
              className="quiet-button"
              aria-label={t('sources:form.remove')}
              disabled={rows.length === 1}
              onClick={() => setRows((all) => all.filter((item) => item.row !== row))}
            >
              ×
            </button>
          </div>
        ))}
        <datalist id={names}>
          {labelNames(view).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button
          type="button"
          className="quiet-button"
          onClick={() =>
            setRows((all) => [...all, { ...EMPTY, row: Math.max(...all.map(({ row }) => row)) + 1 }])
          }
        >
          {t('sources:form.add')}
        </button>
        <p className="quiet" role="status">
          {hits === null ? t('sources:form.badRegex') : t('sources:form.hits', { count: hits })}
        </p>
      </fieldset>
      <label>
        {t('sources:form.duration')}
        <select
          className="text-field"
          value={hours}
          onChange={(event) => setHours(Number(event.target.value))}
        >
          {HOURS.map((count) => (
            <option key={count} value={count}>
              {t('sources:hours', { count })}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('sources:form.comment')}
        <textarea
          ref={first.length > 0 ? begin : undefined}
          className="text-field"
          rows={2}
          maxLength={900}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
        <span className="quiet">{t('sources:form.commentHelp')}</span>
      </label>
      {fault !== null && (
        <p className="form-fault" role="alert">
          {fault}
        </p>
      )}
      {link.phase !== 'live' && <p className="quiet">{t('sources:form.offline')}</p>}
      <div className="act-row">
        <button type="submit" className="quiet-button">
          <KeyCap cap="F2" /> {t('sources:form.save')}
        </button>
        <button type="button" className="quiet-button" onClick={onDone}>
          <KeyCap cap="Esc" /> {t('sources:form.cancel')}
        </button>
      </div>
    </form>
  );
}

function operatorOf(matcher: Pick<SilenceMatcher, 'isRegex' | 'isEqual'>): (typeof OPERATORS)[number] {
  return (
    OPERATORS.find(({ isRegex, isEqual }) => isRegex === matcher.isRegex && isEqual === matcher.isEqual) ??
    OPERATORS[0]
  );
}

function labelNames(view: SourceView): readonly string[] {
  const names = new Set<string>();
  for (const alert of view.alerts.slice(0, 500))
    for (const name of Object.keys(alert.labels)) names.add(name);
  return [...names].sort();
}
