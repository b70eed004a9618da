import { type ReactNode, useId, useRef, useState } from 'react';
import { type FollowUp, HANDOVER_SECTIONS, type HandoverSection } from '../../../shared/model/handover';
import { instantOf, wallTime } from '../../../shared/time/oslo';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { Line } from '../alarms/form-line';
import { Somebody, Words } from '../incidents/forms/fields';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { newId } from '../incidents/made-id';
import { dateAndTime, readMoment } from '../maintenance/draft';
import { MomentFields } from '../maintenance/moment-fields';
import { nodeNamed, useNodeNames } from './node-names';

/** Something for the watches to come: what, about what, whose, by when. */
export function FollowUpDialog(props: {
  readonly followUp: FollowUp | null;
  readonly onClose: () => void;
}): ReactNode {
  const { followUp, onClose } = props;
  const { t } = useT();
  const store = useBoardStore();
  const names = useNodeNames();
  const make = useRef<() => Made>(() => []);
  const list = useId();
  const sectionField = useId();
  const nodeField = useId();
  const [id] = useState(() => followUp?.id ?? newId());
  const [text, setText] = useState(followUp?.text ?? '');
  const [section, setSection] = useState<HandoverSection>(followUp?.section ?? 'watch');
  const [owner, setOwner] = useState(followUp?.owner ?? null);
  const [node, setNode] = useState(
    () => names.find((one) => one.id === followUp?.node)?.name ?? followUp?.node ?? '',
  );
  const [due, setDue] = useState(() =>
    followUp === null || followUp.dueAt === null
      ? { date: '', time: '' }
      : dateAndTime(wallTime(followUp.dueAt)),
  );
  make.current = () => {
    if (text.trim() === '') return t('routines:need.text');
    const found = nodeNamed(names, node);
    if (node.trim() !== '' && found === null) return t('routines:need.node', { name: node.trim() });
    const today = dateAndTime(wallTime(Math.floor(store.linkView().hubNow))).date;
    const none = due.date.trim() === '' && due.time.trim() === '';
    // A time alone is today's: that is how people say it.
    const wall = none ? null : readMoment(due.date.trim() || today, due.time.trim() || '08:00');
    if (!none && wall === null) return t('routines:need.due');
    const payload = {
      section,
      text: text.trim(),
      node: node.trim() === '' ? null : found,
      owner,
      dueAt: wall === null ? null : instantOf(wall),
    };
    return [{ kind: 'follow-up.set' as const, subject: `follow-up/${id}`, payload }];
  };
  return (
    <FormDialog
      title={t(followUp === null ? 'routines:new' : 'routines:act.edit')}
      kind="follow-up.set"
      label={t('routines:save')}
      make={make}
      onClose={onClose}
    >
      <Line label={t('routines:field.text')} max={1_000} first value={text} onChange={setText} />
      <div className="inc-pair">
        <div className="act-field">
          <label htmlFor={sectionField}>{t('routines:field.section')}</label>
          <select
            id={sectionField}
            className="text-field"
            value={section}
            onChange={(event) =>
              setSection(HANDOVER_SECTIONS.find((one) => one === event.target.value) ?? 'watch')
            }
          >
            {HANDOVER_SECTIONS.map((one) => (
              <option key={one} value={one}>
                {t(`routines:section.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <Somebody
          label={t('routines:field.owner')}
          nobody={t('routines:noOwner')}
          chosen={owner}
          onChoose={setOwner}
        />
      </div>
      <div className="act-field">
        <label htmlFor={nodeField}>{t('routines:field.node')}</label>
        <input
          id={nodeField}
          type="text"
          className="text-field"
          list={list}
          autoComplete="off"
          value={node}
          onChange={(event) => setNode(event.target.value)}
        />
        <datalist id={list}>
          {names.slice(0, 600).map((one) => (
            <option key={one.id} value={one.name} />
          ))}
        </datalist>
      </div>
      <fieldset className="roster-moment">
        <legend>{t('routines:field.due')}</legend>
        <MomentFields
          {...due}
          dateLabel={t('routines:field.dueDate')}
          timeLabel={t('routines:field.dueTime')}
          onChange={(date, time) => setDue({ date, time })}
        />
      </fieldset>
    </FormDialog>
  );
}

/** It is over, and will not be carried on. */
export function CloseDialog(props: { readonly followUp: FollowUp; readonly onClose: () => void }): ReactNode {
  const { followUp, onClose } = props;
  const { t } = useT();
  const make = useRef<() => Made>(() => []);
  const [note, setNote] = useState('');
  make.current = () => [
    {
      kind: 'follow-up.close' as const,
      subject: `follow-up/${followUp.id}`,
      payload: { note: note.trim() || null },
    },
  ];
  return (
    <FormDialog
      title={t('routines:act.close')}
      kind="follow-up.close"
      label={t('routines:act.close')}
      make={make}
      onClose={onClose}
    >
      <p>
        {followUp.number} {followUp.text}
      </p>
      <Words first label={t('routines:field.closing')} value={note} onChange={setNote} />
    </FormDialog>
  );
}
