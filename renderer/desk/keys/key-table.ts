import type { MessageKey } from '../../i18n';

/** A key of the desk: what it is called in code, what is pressed, and where it acts. */
export interface DeskKey {
  readonly id: KeyId;
  /** As `KeyboardEvent.key` says it; any of them. Letters are told apart by Shift, whatever Caps Lock says. */
  readonly keys: readonly string[];
  /** As the cap shows it. */
  readonly cap: string;
  readonly label: MessageKey;
  readonly group: KeyGroup;
  /** Held down with it; left out: none of them. `shift` is only for keys that write nothing. */
  readonly held?: 'ctrl' | 'alt' | 'shift';
  /** Heard only in the menu that the key `more` opens: one more letter, and it is there. */
  readonly after?: 'more';
}

export type KeyGroup =
  | 'everywhere'
  | 'more'
  | 'move'
  | 'alarms'
  | 'alarmActs'
  | 'services'
  | 'service'
  | 'incident'
  | 'callers'
  | 'messages'
  | 'shiftLog'
  | 'routines'
  | 'roster'
  | 'walls'
  | 'events'
  | 'edit';

export type KeyId =
  | 'alarms'
  | 'services'
  | 'incidents'
  | 'callers'
  | 'messages'
  | 'figures'
  | 'figuresMore'
  | 'events'
  | 'shift-log'
  | 'handovers'
  | 'routines'
  | 'roster'
  | 'papers'
  | 'more'
  | 'handover'
  | 'writeLog'
  | 'duty'
  | 'maintenance'
  | 'sources'
  | 'catalogue'
  | 'people'
  | 'palette'
  | 'silence'
  | 'lock'
  | 'person'
  | 'new'
  | 'endNow'
  | 'extend'
  | 'remove'
  | 'save'
  | 'help'
  | 'outbox'
  | 'wall'
  | 'theme'
  | 'language'
  | 'filter'
  | 'back'
  | 'open'
  | 'recheck'
  | 'upstream'
  | 'downstream'
  | 'sort'
  | 'fold'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'range'
  | 'measured'
  | 'runbook'
  | 'routine'
  | 'newer'
  | 'older'
  | 'newest'
  | 'unexplained'
  | 'choose'
  | 'chooseUp'
  | 'chooseDown'
  | 'chooseAll'
  | 'saved'
  | 'keep'
  | 'acknowledge'
  | 'acknowledgeCause'
  | 'seen'
  | 'shelve'
  | 'unshelve'
  | 'outOfService'
  | 'hand'
  | 'note'
  | 'timer'
  | 'bad'
  | 'ticket'
  | 'recheckAll'
  | 'onCall'
  | 'run'
  | 'join'
  | 'split'
  | 'whatIf'
  | 'openIncident'
  | 'callerAdd'
  | 'callerTake'
  | 'userReport'
  | 'message'
  | 'approve'
  | 'answered'
  | 'fields'
  | 'task'
  | 'tick'
  | 'siteRoutines'
  | 'absence'
  | 'calendar'
  | 'planForm'
  | 'settle'
  | 'beside'
  | 'update'
  | 'times'
  | 'restore'
  | 'close'
  | 'merge'
  | 'report'
  | 'correct'
  | 'erase'
  | 'attachment'
  | 'walls'
  | 'wallScene'
  | 'wallScenes'
  | 'copyScene'
  | 'tryScene'
  | 'undo'
  | 'redo'
  | 'wallRotate'
  | 'wallSend'
  | 'wallSpotlight'
  | 'wallMessage';

const key = (
  id: KeyId,
  keys: readonly string[],
  cap: string,
  label: MessageKey,
  group: KeyGroup,
  held?: DeskKey['held'],
): DeskKey => ({ id, keys, cap, label, group, ...(held && { held }) });

/** A key of the menu under the last tab: pressed after the key that opens it. */
const afterMore = (id: KeyId, letter: string, label: MessageKey): DeskKey => ({
  id,
  keys: [letter],
  cap: `0 ${letter}`,
  label,
  group: 'more',
  after: 'more',
});

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/**
 * Every key there is: the sheet under `?` is drawn from this, so that none is undocumented. A key may mean one thing
 * on one page and another on another; on one page it means one thing.
 */
export const DESK_KEYS: readonly DeskKey[] = [
  key('alarms', ['1'], '1', 'desk:keys.alarms', 'everywhere'),
  key('services', ['2'], '2', 'desk:keys.services', 'everywhere'),
  key('incidents', ['3'], '3', 'desk:keys.incidents', 'everywhere'),
  key('callers', ['4'], '4', 'desk:keys.callers', 'everywhere'),
  key('messages', ['5'], '5', 'desk:keys.messages', 'everywhere'),
  key('shift-log', ['6'], '6', 'desk:keys.shift-log', 'everywhere'),
  key('handovers', ['7'], '7', 'desk:keys.handovers', 'everywhere'),
  key('routines', ['8'], '8', 'desk:keys.routines', 'everywhere'),
  key('maintenance', ['9'], '9', 'desk:keys.maintenance', 'everywhere'),
  key('more', ['0'], '0', 'desk:keys.more', 'everywhere'),
  key('writeLog', ['l'], 'l', 'desk:keys.writeLog', 'everywhere'),
  key('handover', ['H'], 'H', 'desk:keys.handover', 'everywhere'),
  key('duty', ['W'], 'W', 'desk:keys.duty', 'everywhere'),
  key('figures', ['F'], 'F', 'desk:keys.figures', 'everywhere'),
  key('palette', ['k', 'K'], 'Ctrl K', 'desk:keys.palette', 'everywhere', 'ctrl'),
  key('filter', ['/'], '/', 'desk:keys.filter', 'everywhere'),
  key('back', ['Escape'], 'Esc', 'desk:keys.back', 'everywhere'),
  key('outbox', ['u'], 'u', 'desk:keys.outbox', 'everywhere'),
  key('wall', ['w'], 'w', 'desk:keys.wall', 'everywhere'),
  key('person', ['F6'], 'F6', 'desk:keys.person', 'everywhere'),
  key('theme', ['F7'], 'F7', 'desk:keys.theme', 'everywhere'),
  key('language', ['F8'], 'F8', 'desk:keys.language', 'everywhere'),
  key('silence', ['F9'], 'F9', 'desk:keys.silence', 'everywhere'),
  key('lock', ['F10'], 'F10', 'desk:keys.lock', 'everywhere'),
  key('help', ['?'], '?', 'desk:keys.help', 'everywhere'),
  afterMore('events', 'e', 'desk:keys.events'),
  afterMore('roster', 'v', 'desk:keys.roster'),
  afterMore('walls', 'w', 'desk:keys.walls'),
  afterMore('sources', 'k', 'desk:keys.sources'),
  afterMore('catalogue', 'c', 'desk:keys.catalogue'),
  afterMore('people', 'p', 'desk:keys.people'),
  afterMore('figuresMore', 't', 'desk:keys.figures'),
  afterMore('papers', 'u', 'desk:keys.papers'),
  key('up', ['ArrowUp'], '↑', 'desk:keys.up', 'move'),
  key('down', ['ArrowDown'], '↓', 'desk:keys.down', 'move'),
  key('pageUp', ['PageUp'], 'PgUp', 'desk:keys.pageUp', 'move'),
  key('pageDown', ['PageDown'], 'PgDn', 'desk:keys.pageDown', 'move'),
  key('first', ['Home'], 'Home', 'desk:keys.first', 'move'),
  key('last', ['End'], 'End', 'desk:keys.last', 'move'),
  key('newest', ['n'], 'n', 'alarms:keys.newest', 'alarms'),
  key('unexplained', ['f'], 'f', 'alarms:keys.unexplained', 'alarms'),
  key('choose', ['x'], 'x', 'alarms:keys.choose', 'alarms'),
  key('chooseUp', ['ArrowUp'], 'Shift ↑', 'alarms:keys.chooseUp', 'alarms', 'shift'),
  key('chooseDown', ['ArrowDown'], 'Shift ↓', 'alarms:keys.chooseDown', 'alarms', 'shift'),
  key('chooseAll', ['a', 'A'], 'Ctrl A', 'alarms:keys.chooseAll', 'alarms', 'ctrl'),
  key('saved', DIGITS, 'Alt 1–9', 'alarms:keys.saved', 'alarms', 'alt'),
  key('keep', ['s', 'S'], 'Ctrl S', 'alarms:keys.keep', 'alarms', 'ctrl'),
  key('acknowledge', ['k'], 'k', 'alarms:keys.acknowledge', 'alarmActs'),
  key('acknowledgeCause', ['K'], 'K', 'alarms:keys.acknowledgeCause', 'alarmActs'),
  key('seen', [' '], 'Space', 'alarms:keys.seen', 'alarmActs'),
  key('note', ['N'], 'N', 'alarms:keys.note', 'alarmActs'),
  key('timer', ['t'], 't', 'alarms:keys.timer', 'alarmActs'),
  key('hand', ['a'], 'a', 'alarms:keys.hand', 'alarmActs'),
  key('onCall', ['v'], 'v', 'alarms:keys.onCall', 'alarmActs'),
  key('run', ['g'], 'g', 'alarms:keys.run', 'alarmActs'),
  key('shelve', ['h'], 'h', 'alarms:keys.shelve', 'alarmActs'),
  key('unshelve', ['U'], 'U', 'alarms:keys.unshelve', 'alarmActs'),
  key('outOfService', ['O'], 'O', 'alarms:keys.outOfService', 'alarmActs'),
  key('bad', ['d'], 'd', 'alarms:keys.bad', 'alarmActs'),
  key('ticket', ['s'], 's', 'alarms:keys.ticket', 'alarmActs'),
  key('recheckAll', ['R'], 'R', 'alarms:keys.recheckAll', 'alarmActs'),
  key('join', ['j'], 'j', 'desk:keys.join', 'alarmActs'),
  key('split', ['J'], 'J', 'desk:keys.split', 'alarmActs'),
  key('whatIf', ['q'], 'q', 'desk:keys.whatIf', 'alarmActs'),
  // A lone capital I is drawn like the l of the log beside it.
  key('openIncident', ['I'], 'Shift I', 'desk:keys.openIncident', 'alarmActs'),
  key('message', ['m'], 'm', 'desk:keys.message', 'alarmActs'),
  key('callerAdd', ['+'], '+', 'desk:keys.callerAdd', 'callers'),
  key('callerTake', ['-'], '-', 'desk:keys.callerTake', 'callers'),
  key('userReport', ['y'], 'y', 'desk:keys.userReport', 'callers'),
  key('approve', ['Enter'], 'Ctrl Enter', 'desk:keys.approve', 'messages', 'ctrl'),
  key('answered', ['s'], 's', 'messages:keys.answered', 'messages'),
  key('correct', ['c'], 'c', 'shift-log:keys.correct', 'shiftLog'),
  key('erase', ['Delete'], 'Del', 'shift-log:keys.erase', 'shiftLog'),
  key('attachment', ['p'], 'p', 'shift-log:keys.attachment', 'shiftLog'),
  key('fields', ['c'], 'c', 'desk:keys.fields', 'incident'),
  key('update', ['t'], 't', 'desk:keys.update', 'incident'),
  key('task', ['p'], 'p', 'desk:keys.task', 'incident'),
  key('tick', ['x'], 'x', 'desk:keys.tick', 'incident'),
  key('siteRoutines', ['e'], 'e', 'desk:keys.siteRoutines', 'incident'),
  key('times', ['T'], 'T', 'desk:keys.times', 'incident'),
  key('merge', ['M'], 'M', 'desk:keys.merge', 'incident'),
  key('restore', ['G'], 'G', 'desk:keys.restore', 'incident'),
  key('close', ['L'], 'L', 'desk:keys.close', 'incident'),
  key('report', ['P'], 'P', 'desk:keys.report', 'incident'),
  key('open', ['Enter'], 'Enter', 'desk:keys.open', 'services'),
  key('recheck', ['r'], 'r', 'desk:keys.recheck', 'services'),
  key('upstream', ['o'], 'o', 'desk:keys.upstream', 'services'),
  key('downstream', ['i'], 'i', 'desk:keys.downstream', 'services'),
  key('sort', ['.'], '.', 'desk:keys.sort', 'services'),
  key('fold', ['ArrowRight', 'ArrowLeft'], '← →', 'desk:keys.fold', 'services'),
  key('range', ['z'], 'z', 'desk:keys.range', 'service'),
  key('measured', ['v'], 'v', 'chart:keys.measured', 'service'),
  key('runbook', ['b'], 'b', 'desk:keys.runbook', 'service'),
  key('routine', ['e'], 'e', 'desk:keys.routine', 'service'),
  key('settle', ['s'], 's', 'routines:keys.settle', 'routines'),
  key('beside', ['ArrowRight', 'ArrowLeft'], '← →', 'roster:keys.beside', 'roster'),
  key('absence', ['f'], 'f', 'roster:keys.absence', 'roster'),
  key('calendar', ['i'], 'i', 'roster:keys.calendar', 'roster'),
  key('planForm', ['c'], 'c', 'roster:keys.form', 'roster'),
  key('wallScene', ['s'], 's', 'walls:keys.scene', 'walls'),
  key('wallRotate', ['r'], 'r', 'walls:keys.rotate', 'walls'),
  key('wallSend', ['p'], 'p', 'walls:keys.send', 'walls'),
  key('wallSpotlight', ['f'], 'f', 'walls:keys.spotlight', 'walls'),
  key('wallMessage', ['b'], 'b', 'walls:keys.message', 'walls'),
  key('wallScenes', ['e'], 'e', 'walls:keys.scenes', 'walls'),
  key('copyScene', ['c'], 'c', 'scene-editor:keys.copy', 'walls'),
  key('tryScene', ['t'], 't', 'scene-editor:keys.try', 'walls'),
  key('undo', ['z'], 'Ctrl Z', 'scene-editor:keys.undo', 'edit', 'ctrl'),
  key('redo', ['y', 'Z'], 'Ctrl Y', 'scene-editor:keys.redo', 'edit', 'ctrl'),
  key('new', ['n'], 'n', 'desk:keys.new', 'edit'),
  key('save', ['F2'], 'F2', 'desk:keys.save', 'edit'),
  key('endNow', ['x'], 'x', 'desk:keys.endNow', 'edit'),
  key('extend', ['+'], '+', 'desk:keys.extend', 'edit'),
  key('remove', ['Delete'], 'Del', 'desk:keys.remove', 'edit'),
  key('newer', ['['], '[', 'desk:keys.newer', 'events'),
  key('older', [']'], ']', 'desk:keys.older', 'events'),
];

const byId = new Map(DESK_KEYS.map((item) => [item.id, item]));

/** The key with this id. */
export function deskKey(id: KeyId): DeskKey {
  const found = byId.get(id);
  if (!found) throw new Error(`no key "${id}"`);
  return found;
}

/** Of a keyboard event, what tells which key it was. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/**
 * Which of our keys it may be, for the page that hears it to choose from; none: it belongs to the system. `after`: the menu
 * that is open, whose letters are heard too.
 */
export function pressedKeys(event: Pressed, after?: DeskKey['after']): readonly KeyId[] {
  if (event.metaKey) return [];
  // Alt Gr writes "[" and "]" on a Norwegian keyboard, and reports itself as Alt: a bracket stays a bracket.
  const alt = event.altKey && !'[]'.includes(event.key);
  if (alt && event.ctrlKey) return [];
  const held = event.ctrlKey ? 'ctrl' : alt ? 'alt' : undefined;
  const typed = typedKey(event, held);
  return DESK_KEYS.filter((item) => {
    if (!item.keys.includes(typed)) return false;
    if (item.after !== undefined && item.after !== after) return false;
    if (item.held === 'shift') return held === undefined && event.shiftKey;
    return item.held === held && !(held === undefined && event.shiftKey && isArrow(typed));
  }).map((item) => item.id);
}

/** Caps Lock must not make "acknowledge" into "acknowledge the whole cause": only Shift does. */
function typedKey(event: Pressed, held: 'ctrl' | 'alt' | undefined): string {
  // Alt writes other characters on some keyboards; the digit that was pressed is told by its place.
  const digit = held === 'alt' ? /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] : undefined;
  if (digit !== undefined) return digit;
  if (!/^\p{L}$/u.test(event.key)) return event.key;
  return event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
}

const isArrow = (typed: string): boolean => typed === 'ArrowUp' || typed === 'ArrowDown';

/** One printable character without a modifier: what WCAG 2.1.4 wants to be possible to turn off. */
export function isCharacterKey(id: KeyId): boolean {
  const { held, keys } = deskKey(id);
  return held === undefined && keys.every((item) => item.length === 1);
}
