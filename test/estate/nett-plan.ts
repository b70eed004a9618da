import { nodeId } from '../../shared/model/catalogue';
import { estateCatalogue } from './catalogue-text';
import { Endpoint } from './endpoint';
import { COMMON_FAULTS } from './fault-rules';
import type { EstatePlan, PlannedNode } from './plan';
import { INBOX, INBOX_MAIL } from './region/channels';
import { ESTATE_REFERENCES, ESTATE_SERVICES, ESTATE_SITES } from './services';
import { mailTalk } from './talks/mail-talk';

/** The first fifteen services at four sites: small and quick, for tests. */
export function nettPlan(): EstatePlan {
  const nodes = ESTATE_SERVICES.flatMap(({ id, kind, name, expectedMs, atSites }) =>
    (atSites ? ESTATE_SITES : [null]).map((site) =>
      plainNode(nodeId(id, site?.id ?? null), kind, site ? `${name}, ${site.name}` : name, expectedMs),
    ),
  );
  return {
    nodes: [...nodes, ...referenceNodes(), inbox()],
    sites: [],
    files: new Map(),
    catalogue: (portOf, { plugins }, folder) => estateCatalogue(portOf, plugins.has('check_tcp'), folder),
  };
}

/** One reference point in each data centre. */
export function referenceNodes(): readonly PlannedNode[] {
  return ESTATE_REFERENCES.map(({ id, name }) => plainNode(id, 'tcp', name, 250));
}

/** What is sent out of the room ends here: an HTTP address that says yes (a web page, an SMS gateway), and a mail server. */
export function inbox(): PlannedNode {
  return {
    id: INBOX,
    ports: ['', INBOX_MAIL],
    faults: COMMON_FAULTS,
    steps: [],
    make: (port, { clock }) => [
      new Endpoint({ kind: 'http', name: 'Mottak', port: port(''), expectedMs: 250, clock }),
      new Endpoint({ kind: mailTalk(), name: 'Postmottak', port: port(INBOX_MAIL), expectedMs: 250, clock }),
    ],
  };
}

function plainNode(id: string, kind: 'http' | 'tcp', name: string, expectedMs: number): PlannedNode {
  return {
    id,
    ports: [''],
    faults: COMMON_FAULTS,
    steps: [],
    make: (port, { clock }) => [new Endpoint({ kind, name, port: port(''), expectedMs, clock })],
  };
}
