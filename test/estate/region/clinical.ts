import { byProbe, familyOf, GREETING, type RegionService, secureWeb, tcp, web } from './model';

const record = familyOf('journal');
const image = familyOf('bilde-lab');
const acute = familyOf('akutt');
const medicine = familyOf('legemiddel');
const office = familyOf('administrativt');

const JOURNAL = 'Journal';
const CHART = 'Kurve';
const IMAGING = 'Bildediagnostikk';
const LAB = 'Laboratorium';
const ACUTE = 'Akuttsystemer';
const MEDICINE = 'Legemiddel';
const OFFICE = 'Administrative systemer';
const EXTERNAL = 'Ekstern leverandør.';

/** The record, the chart and what is worked with beside them. */
export const RECORD_SERVICES: readonly RegionService[] = [
  record('dips-db', 1, 'DIPS-database', 'Database', 'Databasen bak journalen.', {
    needs: 'san1 virt1',
    speech: tcp(),
    extras: [{ kind: 'host', path: '/data', used: 64 }],
  }),
  record('dips-arena', 1, 'DIPS Arena', JOURNAL, 'Pasientjournalen, målt som en bruker på stedet.', {
    at: 'hospitals',
    needs: 'dips-db ad citrix ~ie ~sso',
    expectedMs: 2_000,
    speech: { kind: 'dips' },
    emergency: true,
  }),
  record('dips-lesekopi', 1, 'DIPS lesekopi', JOURNAL, 'Lesekopi av journalen, for når DIPS er nede.', {
    needs: 'virt2 ~dips-db',
    speech: web({ alderMinutter: 4 }, [{ at: '/alderMinutter', atMost: 60 }]),
    emergency: true,
  }),
  record('ek', 1, 'Elektronisk kurve', CHART, 'Legemidler, væske og målinger ved sengen.', {
    at: 'hospitals',
    needs: 'sql ad citrix ~ie ~dips-arena',
    expectedMs: 900,
    emergency: true,
  }),
  record('ek-mtu', 1, 'EK medisinteknisk utstyr', CHART, 'Målinger fra monitorer og pumper til kurven.', {
    at: 'hospitals',
    needs: 'ie ~ek',
    speech: tcp(),
    emergency: true,
  }),
  record('nødkurve', 1, 'Nødkurve', CHART, 'PC på stedet med kopi av kurvene, for når kurven er nede.', {
    at: 'hospitals',
    // Its own machine works on when the line is gone: that is what it is for.
    needs: 'lan ~ek ~wan',
    speech: web({ kopi: { alderMinutter: 3 } }, [{ at: '/kopi/alderMinutter', atMost: 30 }]),
    emergency: true,
  }),
  record('rekvirering', 2, 'Rekvirering', JOURNAL, 'Bestilling av prøver og undersøkelser.', {
    at: 'hospitals',
    needs: 'dips-arena ie lab',
    expectedMs: 900,
    speech: byProbe,
  }),
  record('partus', 1, 'Partus', JOURNAL, 'Fødejournal med fosterovervåking.', {
    at: 'birth-units',
    needs: 'virt1 sql ad ~dips-arena',
    emergency: true,
  }),
  record('modi', 2, 'MODI', CHART, 'Håndholdte ved sengen: varsler, skanning og målinger.', {
    at: 'hospitals',
    needs: 'ie ~mdm wifi ~sykesignal',
    speech: byProbe,
  }),
  record('tavle', 2, 'Elektronisk tavle', JOURNAL, 'Oversikt på avdelingen og i akuttmottaket.', {
    at: 'hospitals',
    needs: 'dips-arena ~ie',
    speech: byProbe,
  }),
];

/** Radiology and the laboratories. */
export const IMAGE_LAB_SERVICES: readonly RegionService[] = [
  image('ris', 1, 'RIS', IMAGING, 'Henvisninger, timer og svar i radiologi.', {
    at: 'hospitals',
    needs: 'sql ad ~ie',
    expectedMs: 800,
  }),
  image('pacs', 1, 'PACS', IMAGING, 'Bilder fra røntgen, CT, MR og ultralyd.', {
    at: 'hospitals',
    needs: 'san1|san2 sql ad ~ris',
    speech: tcp('DICM'),
    emergency: true,
  }),
  image('bildearkiv', 3, 'Bildearkiv', IMAGING, 'Eldre bilder, hentet fra stedet.', {
    at: 'hospitals',
    needs: 'san2 ~pacs',
    expectedMs: 1_200,
    speech: byProbe,
  }),
  image('lab', 1, 'Laboratoriesystem', LAB, 'Prøver og svar i medisinsk biokjemi og mikrobiologi.', {
    at: 'hospitals',
    needs: 'virt1 sql ad ~ie',
    expectedMs: 800,
    emergency: true,
  }),
  image('labinstr', 2, 'Laboratorieinstrumenter', LAB, 'Analysemaskiner på stedet.', {
    at: 'hospitals',
    needs: 'lan ~lab ~wan',
    speech: tcp(),
  }),
  image('patologi', 2, 'Patologi', LAB, 'Vevsprøver og svar.', { at: 'pathology', needs: 'sql ad' }),
  image('blodbank', 1, 'Blodbank', LAB, 'Blodprodukter, forlik og utlevering.', {
    at: 'hospitals',
    needs: 'sql ad ~lab',
    speech: web({}, [], { 'x-blodbank': 'klar' }),
    emergency: true,
  }),
];

/** Emergency centres, radio and bedside alarms. */
export const ACUTE_SERVICES: readonly RegionService[] = [
  acute('nødnett', 1, 'Nødnett', ACUTE, `${EXTERNAL} Radiosambandet til nødetatene.`, {
    speech: tcp(),
    emergency: true,
  }),
  acute('sykesignal', 1, 'Sykesignal', ACUTE, 'Pasientens snor og alarm på rommet.', {
    at: 'hospitals',
    needs: 'lan ~wan',
    speech: tcp(),
    emergency: true,
  }),
  acute('amis', 1, 'AMIS', ACUTE, 'Oppdrag og ressurser i nødmeldesentralen.', {
    at: 'emergency-centres',
    needs: 'sql ~ad ~dips-arena',
    emergency: true,
  }),
  acute('amk-iccs', 1, 'AMK ICCS', ACUTE, 'Betjening av telefon og radio i nødmeldesentralen.', {
    at: 'emergency-centres',
    needs: 'telefoni nødnett ~amis',
    speech: tcp(GREETING),
    emergency: true,
  }),
  acute('amk-lydlogg', 2, 'AMK lydlogg', ACUTE, 'Opptak av nødsamtaler.', {
    at: 'emergency-centres',
    needs: 'amk-iccs',
    speech: web({ opptak: true }, [{ at: '/opptak', equals: true }]),
  }),
];

/** Prescriptions and pharmacies. */
export const MEDICINE_SERVICES: readonly RegionService[] = [
  medicine('kjernejournal', 2, 'Kjernejournal', JOURNAL, `${EXTERNAL} Nasjonal oversikt over pasienten.`, {
    at: 'hospitals',
    needs: 'nhn helseid',
    expectedMs: 900,
    speech: byProbe,
  }),
  medicine('e-resept', 2, 'E-resept', MEDICINE, `${EXTERNAL} Reseptformidleren.`, {
    at: 'all',
    needs: 'nhn',
    expectedMs: 900,
    speech: byProbe,
  }),
  medicine('forskrivning', 2, 'Forskrivning', MEDICINE, 'Resepter fra journalen.', {
    at: 'hospitals',
    needs: 'dips-arena e-resept pki',
    expectedMs: 900,
    speech: byProbe,
  }),
  medicine('apotek', 2, 'Apoteksystem', MEDICINE, 'Lager, bestilling og utlevering.', {
    at: 'pharmacies',
    needs: 'sql ~e-resept',
    emergency: true,
  }),
  medicine('cytostatika', 1, 'Cytostatika', MEDICINE, 'Tilvirkning av cellegift til bestilte kurer.', {
    at: 'pharmacies',
    needs: 'sql ~apotek',
    emergency: true,
  }),
];

/** What the offices and the patients at home use. */
export const OFFICE_SERVICES: readonly RegionService[] = [
  office('helsenorge', 3, 'Helsenorge', JOURNAL, `${EXTERNAL} Innbyggernes innsyn, timer og skjema.`, {
    needs: 'nhn',
    speech: secureWeb(180),
  }),
  office('turnus', 3, 'Turnus', OFFICE, 'Vakter, fravær og bemanning.', {
    needs: 'sql ad',
    hours: 'kontortid',
  }),
  office('intranett', 4, 'Intranett', OFFICE, 'Nyheter, prosedyrer og telefonliste.', {
    needs: 'ad',
    hours: 'kontortid',
  }),
  office('økonomi', 4, 'Økonomi', OFFICE, 'Regnskap, innkjøp og faktura.', {
    needs: 'sql ad',
    hours: 'kontortid',
  }),
  office('itsm', 3, 'Saksbehandling (ITSM)', OFFICE, 'Saker, endringer og bestillinger.', {
    needs: 'ad sql',
    hours: 'kontortid',
  }),
];
