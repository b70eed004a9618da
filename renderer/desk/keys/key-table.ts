import type { MessageKey } from '../../i18n';

/** A key of the desk: what it is called in code, what is pressed, and where it acts. */
export interface DeskKey {
  readonly id: KeyId;
  /** As `KeyboardEvent.key` says it; any of them. */
  readonly keys: readonly string[];
  /** As the cap shows it. */
  readonly cap: string;
  readonly label: MessageKey;
  readonly group: KeyGroup;
}

export type KeyGroup = 'everywhere' | 'move' | 'services' | 'service' | 'events' | 'edit';

export type KeyId =
  | 'services'
  | 'events'
  | 'maintenance'
  | 'sources'
  | 'catalogue'
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
  | 'older';

const key = (
  id: KeyId,
  keys: readonly string[],
  cap: string,
  label: MessageKey,
  group: KeyGroup,
): DeskKey => ({
  id,
  keys,
  cap,
  label,
  group,
});

/** Every key there is: the sheet under `?` is drawn from this, so that none is undocumented. */
export const DESK_KEYS: readonly DeskKey[] = [
  key('services', ['1'], '1', 'desk:keys.services', 'everywhere'),
  key('events', ['2'], '2', 'desk:keys.events', 'everywhere'),
  key('maintenance', ['3'], '3', 'desk:keys.maintenance', 'everywhere'),
  key('sources', ['4'], '4', 'desk:keys.sources', 'everywhere'),
  key('catalogue', ['5'], '5', 'desk:keys.catalogue', 'everywhere'),
  key('filter', ['/'], '/', 'desk:keys.filter', 'everywhere'),
  key('back', ['Escape'], 'Esc', 'desk:keys.back', 'everywhere'),
  key('outbox', ['u'], 'u', 'desk:keys.outbox', 'everywhere'),
  key('wall', ['w'], 'w', 'desk:keys.wall', 'everywhere'),
  key('theme', ['F7'], 'F7', 'desk:keys.theme', 'everywhere'),
  key('language', ['F8'], 'F8', 'desk:keys.language', 'everywhere'),
  key('help', ['?'], '?', 'desk:keys.help', 'everywhere'),
  key('up', ['ArrowUp'], '↑', 'desk:keys.up', 'move'),
  key('down', ['ArrowDown'], '↓', 'desk:keys.down', 'move'),
  key('pageUp', ['PageUp'], 'PgUp', 'desk:keys.pageUp', 'move'),
  key('pageDown', ['PageDown'], 'PgDn', 'desk:keys.pageDown', 'move'),
  key('first', ['Home'], 'Home', 'desk:keys.first', 'move'),
  key('last', ['End'], 'End', 'desk:keys.last', 'move'),
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

/** Which key was pressed; null: none of ours. Keys with Ctrl, Alt or Meta belong to the system. */
export function pressedKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): KeyId | null {
  if (event.ctrlKey || event.metaKey) return null;
  // Alt Gr writes "[" and "]" on a Norwegian keyboard, and reports itself as Alt: a bracket stays a bracket.
  if (event.altKey && !'[]'.includes(event.key)) return null;
  return DESK_KEYS.find((item) => item.keys.includes(event.key))?.id ?? null;
}

/** One printable character without a modifier: what WCAG 2.1.4 wants to be possible to turn off. */
export function isCharacterKey(id: KeyId): boolean {
  return deskKey(id).keys.every((item) => item.length === 1);
}
