import { byProbe, familyOf, type RegionService, secureWeb, tcp, web } from './model';

const line = familyOf('samband');
const net = familyOf('nett');
const security = familyOf('sikkerhet');
const platform = familyOf('plattform');

const CORE = 'Nettverk kjerne';
const LOCAL = 'Nettverk lokasjon';
const LINES = 'Samband';
const TELEPHONY = 'Telefoni';
const DATA_CENTRE = 'Datasenterdrift';
const STORAGE = 'Lagring';
const SERVERS = 'Plattform';
const CLIENTS = 'Klient og utskrift';
const SECURITY = 'Sikkerhet';
const IDENTITY = 'Identitet';
const INTEGRATION = 'Integrasjon';
const EXTERNAL = 'Ekstern leverandør.';

/** Lines and telephony: what ties the sites together and to the outside. */
export const LINE_SERVICES: readonly RegionService[] = [
  line('wan-core', 1, 'WAN-kjerne', CORE, 'Kjernen i samband mellom sykehusene, i begge datasentre.', {
    needs: 'core1|core2',
    speech: tcp(),
  }),
  line('nhn', 1, 'Norsk helsenett', LINES, `${EXTERNAL} Helsenettet: vei til nasjonale tjenester.`, {
    needs: 'wan-core',
    speech: web({ ruter: { nord: 'oppe', sør: 'oppe' } }),
  }),
  line('internett', 3, 'Internett', LINES, 'Veien ut av helsenettet.', { needs: 'nhn' }),
  line('wan', 1, 'WAN', LINES, 'Sambandet til stedet: hovedlinje og reservelinje.', {
    at: 'all',
    needs: 'wan-core',
    speech: tcp(),
    extras: [{ kind: 'line' }],
    emergency: true,
  }),
  line('siptrunk', 1, 'SIP-trunk', TELEPHONY, `${EXTERNAL} Telefonlinjene ut av huset.`, {
    needs: 'wan-core',
    speech: tcp('SIP/2.0'),
  }),
  line('telefoni', 1, 'Telefoni', TELEPHONY, 'Telefonsentral og apparater på stedet.', {
    at: 'all',
    needs: 'core1|core2 siptrunk ~ad',
    speech: tcp('SIP/2.0'),
    emergency: true,
  }),
  line('epost', 3, 'E-post', SERVERS, 'E-post og kalender, målt fra stedet.', {
    at: 'all',
    needs: 'ad virt1|virt2 ~internett',
    expectedMs: 900,
    speech: byProbe,
  }),
  line('video', 2, 'Video', TELEPHONY, 'Videomøter mellom sykehus og med pasienter hjemme.', {
    at: 'hospitals',
    needs: 'nhn',
    expectedMs: 900,
    speech: byProbe,
  }),
];

/** The networks themselves. */
export const NETWORK_SERVICES: readonly RegionService[] = [
  net('core1', 2, 'Kjernenett datasenter 1', CORE, 'Kjernesvitsjer i datasenter 1.', {
    needs: 'power1',
    speech: tcp(),
  }),
  net('core2', 2, 'Kjernenett datasenter 2', CORE, 'Kjernesvitsjer i datasenter 2.', {
    needs: 'power2',
    speech: tcp(),
  }),
  net('lan', 1, 'Lokalnett', LOCAL, 'Kablet nett i bygget.', {
    at: 'all',
    speech: tcp(),
    emergency: true,
  }),
  net('wlc', 2, 'Trådløskontroller', LOCAL, 'Styrer alle aksesspunkter i regionen.', {
    needs: 'core1|core2',
    speech: web({}, [], { server: 'estate' }),
  }),
  net('wifi', 2, 'Trådløst nett', LOCAL, 'Aksesspunkter på stedet; tavler, vogner og håndholdte.', {
    at: 'all',
    needs: 'lan wlc radius',
    speech: web({ aksesspunkter: { oppe: 118, alle: 120 } }, [{ at: '/aksesspunkter/oppe', atLeast: 100 }]),
  }),
  net('dns', 1, 'Navnetjeneste (DNS)', SERVERS, 'Navn i regionens eget domene.', {
    needs: 'core1|core2',
    speech: { kind: 'dns' },
  }),
  net('dhcp', 2, 'Adressetjeneste (DHCP)', SERVERS, 'Adresser til utstyr på stedet.', {
    at: 'all',
    needs: 'dns',
    speech: web({ ledig: 412 }, [{ at: '/ledig', atLeast: 50 }]),
  }),
  net('ntp', 2, 'Tidstjeneste (NTP)', SERVERS, 'Klokkene i begge datasentre.', {
    needs: 'core1|core2',
    speech: web({ avvikMs: 1 }, [{ at: '/avvikMs', atMost: 100 }]),
  }),
];

/** Security, identity and the watch over both. */
export const SECURITY_SERVICES: readonly RegionService[] = [
  security('fw', 1, 'Brannmur', SECURITY, 'Brannmur mellom soner, i begge datasentre.', {
    needs: 'core1|core2',
    extras: [{ kind: 'plugin', plugin: 'check_http' }],
  }),
  security('pki', 2, 'Sertifikattjeneste (PKI)', IDENTITY, 'Utsteder og tilbakekaller sertifikater.', {
    needs: 'ad',
    speech: secureWeb(365),
  }),
  security('radius', 2, 'RADIUS', IDENTITY, 'Slipper utstyr inn på nettet.', {
    needs: 'ad ~pki',
    speech: tcp(),
  }),
  security('sso', 2, 'Felles pålogging (SSO)', IDENTITY, 'Pålogging med kort og engangskode.', {
    needs: 'ad pki lb',
    speech: secureWeb(200),
  }),
  security('iam', 3, 'Brukeradministrasjon (IAM)', IDENTITY, 'Roller og tilganger.', { needs: 'ad sql' }),
  security('helseid', 2, 'HelseID', IDENTITY, `${EXTERNAL} Nasjonal pålogging for helsepersonell.`, {
    needs: 'nhn',
    speech: secureWeb(90),
  }),
  security('his-siem', 2, 'HIS: loggovervåking (SIEM)', SECURITY, 'Samler og vurderer sikkerhetslogger.', {
    needs: 'san2 ~ad',
    speech: web({ køSekunder: 4 }, [{ at: '/køSekunder', atMost: 300 }]),
    extras: [{ kind: 'heartbeat', name: 'Loggmottak meldt' }],
  }),
  security('his-edr', 2, 'HIS: endepunktsvern (EDR)', SECURITY, 'Vern av klienter og servere.', {
    needs: 'internett',
  }),
  security('his-pam', 2, 'HIS: privilegert tilgang (PAM)', SECURITY, 'Administratorers vei inn.', {
    needs: 'ad',
    speech: tcp('SSH-2.0'),
  }),
];

/** Data centres, storage, servers, clients and integration. */
export const PLATFORM_SERVICES: readonly RegionService[] = [
  platform('power1', 2, 'Strøm datasenter 1', DATA_CENTRE, 'Strøm, avbruddsfri kraft og kjøling.', {
    speech: web({ batteriProsent: 100 }, [{ at: '/batteriProsent', atLeast: 80 }]),
  }),
  platform('power2', 2, 'Strøm datasenter 2', DATA_CENTRE, 'Strøm, avbruddsfri kraft og kjøling.', {
    speech: web({ batteriProsent: 100 }, [{ at: '/batteriProsent', atLeast: 80 }]),
  }),
  platform('lb', 1, 'Lastbalanserer', SERVERS, 'Fordeler trafikk til tjenere i begge datasentre.', {
    needs: 'fw',
    speech: web({ noder: { oppe: 4, alle: 4 } }, [{ at: '/noder/oppe', atLeast: 2 }]),
    extras: [{ kind: 'plugin', plugin: 'check_tcp' }],
  }),
  platform('san1', 2, 'Lagring datasenter 1', STORAGE, 'Blokklager for virtuelle maskiner og databaser.', {
    needs: 'core1',
    speech: tcp(),
    extras: [{ kind: 'host', path: '/san', used: 71 }],
  }),
  platform('san2', 2, 'Lagring datasenter 2', STORAGE, 'Blokklager, speilet fra datasenter 1.', {
    needs: 'core2',
    speech: tcp(),
    extras: [{ kind: 'host', path: '/san', used: 68 }],
  }),
  platform('virt1', 2, 'Virtualisering datasenter 1', SERVERS, 'Klynge av vertsmaskiner.', {
    needs: 'san1',
    extras: [{ kind: 'host', path: '/', used: 41 }],
  }),
  platform('virt2', 2, 'Virtualisering datasenter 2', SERVERS, 'Klynge av vertsmaskiner.', {
    needs: 'san2',
    extras: [{ kind: 'host', path: '/', used: 43 }],
  }),
  platform('sql', 1, 'Databaseplattform (SQL)', 'Database', 'Felles databaser for fagsystemer.', {
    needs: 'virt1|virt2',
    speech: tcp(),
    extras: [
      { kind: 'host', path: '/data', used: 62 },
      { kind: 'plugin', plugin: 'check_tcp' },
    ],
  }),
  platform('filer', 2, 'Filområder', STORAGE, 'Fellesområder, hjemmeområder og profiler.', {
    needs: 'virt1|virt2 ad',
    speech: tcp(),
    extras: [{ kind: 'host', path: '/fellesområder', used: 74 }],
  }),
  platform('backup', 3, 'Sikkerhetskopi', STORAGE, 'Kopier hver natt, og prøver på at de kan leses.', {
    needs: 'san2 ~ad',
    speech: web({ sisteJobb: 'fullført' }, [{ at: '/sisteJobb', equals: 'fullført' }]),
    extras: [
      { kind: 'host', path: '/kopi', used: 66 },
      { kind: 'heartbeat', name: 'Jobbstyrer meldt' },
    ],
  }),
  platform('ad', 1, 'Katalogtjeneste (AD)', SERVERS, 'Pålogging og rettigheter for alle.', {
    needs: 'dns ntp virt1|virt2',
    speech: tcp(),
  }),
  platform('citrix', 1, 'Citrix', CLIENTS, 'Skrivebord og fagsystemer fra to datasentre.', {
    needs: 'ad lb filer virt1|virt2',
    expectedMs: 900,
    speech: web({ tjenere: { dc1: 24, dc2: 24 } }, [{ at: '/tjenere/dc1', atLeast: 12 }]),
    emergency: true,
  }),
  platform('fjernskrivebord', 2, 'Fjernskrivebord', CLIENTS, 'Skrivebord hjemmefra og for leverandører.', {
    needs: 'citrix sso internett',
    speech: secureWeb(45),
  }),
  platform('print', 3, 'Utskrift', CLIENTS, 'Skrivere og resept- og etikettutskrift på stedet.', {
    at: 'all',
    needs: 'ad filer',
    speech: web({ kø: 2 }, [{ at: '/kø', atMost: 500 }]),
  }),
  platform('mdm', 3, 'Mobil enhetsstyring (MDM)', CLIENTS, 'Telefoner, lesebrett og håndholdte.', {
    needs: 'internett pki',
    speech: secureWeb(120),
  }),
  platform('ie', 1, 'Integrasjonsmotor', INTEGRATION, 'Bærer meldinger mellom alle fagsystemer.', {
    needs: 'virt1 sql',
    speech: secureWeb(60, { kø: { labsvar: 3, adt: 1 } }),
    emergency: true,
  }),
  platform('meldinger', 2, 'Meldinger', INTEGRATION, 'Henvisninger og epikriser ut og inn av huset.', {
    needs: 'ie nhn pki',
  }),
];
