import { type ReactNode, useState } from 'react';
import type { Handover } from '../../../shared/model/handover';
import { useKeys } from '../../desk/keys/use-keys';
import { useEverybody } from '../../desk/people/use-people';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useHandoverWindow } from '../model/handover-context';
import { useGive } from '../model/use-give';
import { useWords } from '../model/use-words';

type Side = 'outgoing' | 'incoming';

/** Who hands over and who takes over, where it is not as the plan says. */
export function PeopleDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const give = useGive();
  const [outgoing, setOutgoing] = useState(handover.outgoing);
  const [incoming, setIncoming] = useState(handover.incoming);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    for (const [side, people] of [
      ['outgoing', outgoing],
      ['incoming', incoming],
    ] as const) {
      if (JSON.stringify(people) === JSON.stringify(handover[side])) continue;
      const answer = await give({
        kind: 'handover.people',
        subject: `handover/${handover.id}`,
        payload: { side, people: [...people] },
      });
      if (!answer.ok) return setFault(answer.error.message);
    }
    onClose();
  };
  useKeys({ back: onClose, save: () => void submit() }, { modal: true });
  return (
    <Dialog title={t('handover:people.title')} closeLabel={t('common:close')} onClose={onClose}>
      <form
        className="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="quiet">{t('handover:people.help')}</p>
        <SidePeople side="outgoing" people={outgoing} onChange={setOutgoing} />
        <SidePeople side="incoming" people={incoming} onChange={setIncoming} />
        <p className="form-fault" role="alert">
          {fault ?? ''}
        </p>
        <div className="act-row">
          <KeyButton cap="F2" label={t('handover:people.give')} onPress={() => void submit()} />
          <KeyButton cap="Esc" label={t('handover:cancel')} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}

function SidePeople(props: {
  readonly side: Side;
  readonly people: Handover[Side];
  readonly onChange: (people: Handover[Side]) => void;
}): ReactNode {
  const { side, people, onChange } = props;
  const { t, holder } = useWords();
  const { persons } = useEverybody();
  const there = new Set(people.map(({ person }) => person));
  return (
    <fieldset className="people-side">
      <legend>{t(`handover:sign.${side}`)}</legend>
      {people.map((one) => (
        <span key={`${one.position}/${one.person}`} className="people-one">
          {holder(one)}{' '}
          <button
            type="button"
            className="quiet-button"
            aria-label={t('handover:people.removeWho', { name: holder(one) })}
            onClick={() => onChange(people.filter((other) => other !== one))}
          >
            {t('handover:people.remove')}
          </button>
        </span>
      ))}
      <select
        className="text-field"
        aria-label={t('handover:people.add', { side: t(`handover:sign.${side}`) })}
        value=""
        onChange={(event) => {
          const position = people.length === 1 ? (people[0]?.position ?? null) : null;
          if (event.target.value !== '') onChange([...people, { position, person: event.target.value }]);
        }}
      >
        <option value="">{t('handover:people.choose')}</option>
        {persons
          .filter(({ active, machine, id }) => active && !machine && !there.has(id))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
    </fieldset>
  );
}
