import { type ReactNode, useRef, useState } from 'react';
import type { Incident, IncidentSeverity } from '../../../shared/model/incidents';
import { incidentOfCause } from '../../../shared/rules/incidents/read-incidents';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyButton } from '../../parts/key-cap';
import { useBoardStore } from '../../stores/board-react';
import { Line } from '../alarms/form-line';
import { useDeskStore } from '../desk-context';
import { subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useKeys } from '../keys/use-keys';
import { NamesField, readNames, SeverityChoice, Somebody, useNamed, Words, writeNames } from './forms/fields';
import { FormDialog, type Made } from './forms/form-dialog';
import { incidentNumber } from './incident-words';
import { newId } from './made-id';
import { openingOf } from './opening';
import { useHubSeconds, useIncidents } from './use-incidents';

/**
 * A new incident: about a cause by its node, or by hand (null). What is known is filled in, so that Enter opens it; where
 * there is one already, Enter goes to it.
 */
export function OpenIncidentDialog(props: {
  readonly node: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { node, onClose } = props;
  const { incidents } = useIncidents();
  // What there was when it was opened: an act must not become another act while somebody reads.
  const [present] = useState(() => (node === null ? undefined : incidentOfCause(incidents, node)));
  return present ? (
    <PresentDialog incident={present} onClose={onClose} />
  ) : (
    <NewDialog node={node} onClose={onClose} />
  );
}

function PresentDialog(props: { readonly incident: Incident; readonly onClose: () => void }): ReactNode {
  const { incident, onClose } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const go = (): void => {
    onClose();
    desk.open({ view: 'incident', incident: incident.id });
  };
  // Not on what closes it: Enter goes there.
  const first = useFirstFocus<HTMLDivElement>();
  useKeys({ back: onClose, open: go }, { modal: true });
  return (
    <Dialog title={t('incidents:open.present')} closeLabel={t('common:close')} onClose={onClose}>
      <div ref={first} tabIndex={-1} className="inc-present">
        <strong>{incidentNumber(incident, { t })}</strong> {incident.title}
      </div>
      <div className="act-row">
        <KeyButton cap="Enter" label={t('incidents:open.go')} onPress={go} />
        <KeyButton cap="Esc" label={t('alarms:form.cancel')} onPress={onClose} />
      </div>
    </Dialog>
  );
}

function NewDialog(props: { readonly node: string | null; readonly onClose: () => void }): ReactNode {
  const { node, onClose } = props;
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const store = useBoardStore();
  const names = useEventNames();
  const now = useHubSeconds();
  const named = { services: useNamed('service'), sites: useNamed('site') };
  const [opening] = useState(() => openingOf(store.getState(), node));
  const [id] = useState(newId);
  const [title, setTitle] = useState(() => {
    if (node === null) return '';
    const alarm = store.alarm(`alarm:${node}`);
    const state = alarm?.kind === 'alarm' ? alarm.value.condition : 'normal';
    const name = subjectName(names, node, speech);
    return state === 'normal' ? name : `${name}: ${t(`states:${state}`).toLocaleLowerCase(lang)}`;
  });
  const [severity, setSeverity] = useState<IncidentSeverity>(opening.severity);
  const [commander, setCommander] = useState(() => store.getState().identity?.signedIn?.person ?? null);
  const [services, setServices] = useState(() => writeNames(opening.services, named.services));
  const [sites, setSites] = useState(() => writeNames(opening.sites, named.sites));
  const [consequence, setConsequence] = useState(opening.consequence ?? '');
  const [ticket, setTicket] = useState('');
  const make = useRef<() => Made>(() => []);
  make.current = () => {
    if (title.trim() === '') return t('incidents:form.needTitle');
    const said = { services: readNames(services, named.services), sites: readNames(sites, named.sites) };
    const unknown = [...said.services.unknown, ...said.sites.unknown];
    if (unknown.length > 0) return t('incidents:form.unknownNames', { names: unknown.join(', ') });
    const payload = {
      id,
      title: title.trim(),
      severity,
      commander,
      services: [...said.services.ids],
      sites: [...said.sites.ids],
      consequence: consequence.trim() || null,
      ticket: ticket.trim() || null,
      cause: node,
      alarm: opening.alarm,
      occurredAt: opening.occurredAt,
    };
    return [{ kind: 'incident.open' as const, subject: `incident/${id}`, payload }];
  };
  return (
    <FormDialog
      title={t('incidents:open.title')}
      kind="incident.open"
      label={t('incidents:open.give')}
      make={make}
      onClose={onClose}
      onGiven={() => desk.open({ view: 'incident', incident: id })}
    >
      <Line first label={t('incidents:field.title')} max={200} value={title} onChange={setTitle} />
      <SeverityChoice chosen={severity} onChoose={setSeverity} />
      <div className="inc-pair">
        <Somebody
          lead
          label={t('incidents:field.commander')}
          nobody={t('incidents:nobody')}
          chosen={commander}
          onChoose={setCommander}
        />
        <Line label={t('incidents:field.ticket')} max={60} value={ticket} onChange={setTicket} />
      </div>
      <NamesField
        kind="service"
        label={t('incidents:field.services')}
        text={services}
        onChange={setServices}
      />
      <NamesField kind="site" label={t('incidents:field.sites')} text={sites} onChange={setSites} />
      <Words
        label={t('incidents:field.consequence')}
        help={t('incidents:form.consequenceHelp')}
        value={consequence}
        onChange={setConsequence}
      />
      <p className="quiet">
        {opening.occurredAt === null
          ? t('incidents:open.byHand')
          : t('incidents:open.since', {
              time: formatSince(opening.occurredAt, now),
              alarm: opening.alarm ?? '',
            })}
      </p>
    </FormDialog>
  );
}
