import type {
  ChannelSpec,
  IncidentsSpec,
  NotifyRuleSpec,
} from '../../../shared/contract/catalogue-incidents';
import { flow } from './yaml-text';

/** What takes all that is sent out of the room, and the name of its port for mail. */
export const INBOX = 'mottak';
export const INBOX_MAIL = 'post';

/** The ways out of the room: a page, the intranet, mail, and short messages to people on call. */
function channels(portOf: (id: string, name?: string) => number): readonly ChannelSpec[] {
  const inbox = `http://127.0.0.1:${portOf(INBOX)}`;
  return [
    {
      id: 'status',
      kind: 'page',
      name: 'Statusside',
      audience: 'Alle på sykehusnettet',
      preset: true,
      title: 'Driftsstatus',
    },
    {
      id: 'intranett',
      kind: 'webhook',
      name: 'Intranett',
      audience: 'Alle ansatte',
      preset: true,
      url: `${inbox}/driftsmelding`,
    },
    {
      ...{ id: 'ledere', kind: 'smtp', name: 'E-post til ledere', audience: 'Vakthavende ledere på stedene' },
      uses: ['messages', 'notifications'],
      ...{ host: '127.0.0.1', port: portOf(INBOX, INBOX_MAIL), security: 'none' },
      ...{ from: 'drift@sykehus.example', to: ['ledervakt@sykehus.example', 'beredskap@sykehus.example'] },
    },
    {
      ...{ id: 'sms', kind: 'sms', name: 'SMS', audience: 'Den som har vakt', url: `${inbox}/sms` },
      form: { mottaker: '{to}', tekst: '{text}', referanse: '{id}' },
      contains: 'OK',
    },
  ];
}

const RULES: readonly NotifyRuleSpec[] = [
  {
    id: 'ubesvart',
    name: 'Prioritet 1 som ingen har tatt',
    priorities: [1],
    after: '5m',
    steps: [
      { channel: 'sms', wait: '5m' },
      { channel: 'sms', wait: '5m' },
      { channel: 'sms', team: 'hendelsesleder', wait: '10m' },
    ],
  },
];

const INCIDENTS: IncidentsSpec = {
  checklist: [
    'Utpek hendelsesleder og en som fører loggen',
    'Varsle ledervakten ved stedene som er berørt',
    'Avklar med hvert sted om nødrutinen er i bruk',
    'Send første driftsmelding',
    'Ring systemvakten, og leverandøren om det trengs',
    'Avtal tidspunkt for neste status',
    'Stans planlagt arbeid som kan gjøre det verre',
    'Meld fra til beredskapsledelsen hvis det varer over en time',
  ],
  update: { major: '30m', high: '1h', moderate: '2h' },
  sender: 'Driftssentralen',
  telephone: '4400',
};

/** Channels, rules of notification, and what holds for incidents, as a person writes them. */
export function incidentLines(portOf: (id: string, name?: string) => number): string[] {
  const { checklist = [], ...plan } = INCIDENTS;
  return [
    '# The ways out of the room. Where they lead is never told to a desk.',
    'channels:',
    ...channels(portOf).map((channel) => `  - ${flow(channel)}`),
    '',
    '# Who is told when no desk takes an alarm. Without a team: those whom the alarm says to call, in order.',
    'notify:',
    ...RULES.flatMap(({ steps, ...rule }) => [
      ...Object.entries(rule).map(
        ([key, value], place) => `${place === 0 ? '  - ' : '    '}${key}: ${flow(value)}`,
      ),
      '    steps:',
      ...steps.map((step) => `      - ${flow(step)}`),
    ]),
    '',
    'incidents:',
    ...Object.entries(plan).map(([key, value]) => `  ${key}: ${flow(value)}`),
    '  # For a major incident.',
    '  checklist:',
    ...checklist.map((line) => `    - ${flow(line)}`),
  ];
}
