import { type ReactNode, useRef, useState } from 'react';
import { type SearchKind, searchKind } from '../../../shared/contract/wire';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { useKeys } from '../keys/use-keys';
import { type Span, spanFrom } from './log-span';
import { LogSpanFields } from './log-span-fields';
import { RecentEvents } from './recent-events';
import { SearchResults } from './search-results';
import { useCsv } from './use-csv';
import { asksAnything } from './use-search';

/**
 * The log. As it comes, newest first; or what is found in it, by words, kind and time. It answers from the hub, else
 * from this console's own copy, and says which.
 */
export function LogView(): ReactNode {
  const { t } = useT();
  const { hubNow } = useLinkView(1_000);
  const [text, setText] = useState('');
  const [kinds, setKinds] = useState<readonly SearchKind[]>([]);
  const [span, setSpan] = useState<Span | 'own'>('all');
  const [own, setOwn] = useState<{ readonly from: number | null; readonly to: number | null }>({
    from: null,
    to: null,
  });
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const csv = useCsv();
  const bounds = span === 'own' ? own : { from: spanFrom(span, hubNow), to: null };
  const question = { text, kinds: kinds.length === 0 ? null : kinds, ...bounds };
  const searching = asksAnything(question);
  useKeys({
    filter: () => field.current?.focus(),
    back: () => {
      if (document.activeElement === field.current) field.current?.blur();
      else if (searching) {
        setText('');
        setKinds([]);
        setSpan('all');
      } else return false;
      return true;
    },
  });
  const flip = (kind: SearchKind): void =>
    setKinds((old) => (old.includes(kind) ? old.filter((one) => one !== kind) : [...old, kind]));
  const run = async (what: () => Promise<void>): Promise<void> => {
    setBusy(true);
    await what();
    setBusy(false);
  };
  return (
    <div className="log">
      <div className="log-head">
        <label className="log-search">
          <KeyCap cap="/" />
          <span className="visually-hidden">{t('log:search.label')}</span>
          <input
            ref={field}
            type="search"
            value={text}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            placeholder={t('log:search.placeholder')}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className="act-row">
          <button
            type="button"
            className="quiet-button"
            disabled={busy}
            onClick={() => void run(() => csv.log(question))}
          >
            {t(searching ? 'log:csv.found' : 'log:csv.log')}
          </button>
          <button type="button" className="quiet-button" disabled={busy} onClick={() => void run(csv.alarms)}>
            {t('log:csv.alarms')}
          </button>
        </div>
        <div className="log-filter">
          <fieldset className="log-kinds">
            <legend className="visually-hidden">{t('log:search.kinds')}</legend>
            {searchKind.options.map((kind) => (
              <button
                key={kind}
                type="button"
                className="chip"
                aria-pressed={kinds.includes(kind)}
                onClick={() => flip(kind)}
              >
                {t(`log:kind.${kind}`)}
              </button>
            ))}
          </fieldset>
          <LogSpanFields span={span} onSpan={setSpan} onOwn={setOwn} />
        </div>
      </div>
      {searching ? <SearchResults question={question} now={hubNow} /> : <RecentEvents />}
    </div>
  );
}
