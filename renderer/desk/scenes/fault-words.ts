import { type SceneDraft, sceneDraft } from '../../../shared/model/wall';
import type { RoomView } from '../../../shared/rules/reduce';
import { type SceneFault, sceneFaults } from '../../../shared/rules/wall/scene-faults';
import { assertNever } from '../../../shared/util/assert-never';
import type { Translate } from '../../i18n';
import { panelName } from '../events/wall-words';

/** Something wrong with a scene as it is written, in words, and where. */
export interface DraftFault {
  /** `error`: it cannot be saved. `gone`: it can; the cell will say so. */
  readonly severity: 'error' | 'gone';
  readonly text: string;
  /** The scene's name; an arrangement as a whole; a panel; or one of its settings. */
  readonly place:
    | { readonly kind: 'name' }
    | { readonly kind: 'form'; readonly arrangement: number }
    | {
        readonly kind: 'panel';
        readonly arrangement: number;
        readonly panel: number;
        /** The setting; null: the panel itself. */
        readonly setting: string | null;
      };
}

/** Everything wrong with a scene while it is written: what the hub would refuse, and what it would only say. */
export function draftFaults(
  id: string,
  draft: SceneDraft,
  view: Pick<RoomView, 'catalogue' | 'graph'>,
  t: Translate,
): readonly DraftFault[] {
  const faults: DraftFault[] = sceneFaults(id, draft, view).map((fault) => ({
    severity: fault.severity,
    text: faultText(fault, draft, t),
    place: placeOf(fault.path),
  }));
  const parsed = sceneDraft.safeParse(draft);
  for (const { path } of parsed.success ? [] : parsed.error.issues) {
    const place = placeOf(path);
    const text =
      place.kind === 'name'
        ? t('scene-editor:fault.name')
        : place.kind === 'form'
          ? t('scene-editor:fault.panels')
          : t('scene-editor:fault.malformed');
    faults.push({ severity: 'error', text, place });
  }
  return faults;
}

function placeOf(path: readonly PropertyKey[]): DraftFault['place'] {
  const [root, arrangement, list, panel, part, setting] = path;
  if (root !== 'arrangements' || typeof arrangement !== 'number') return { kind: 'name' };
  if (list !== 'panels' || typeof panel !== 'number') return { kind: 'form', arrangement };
  const named = part === 'settings' && setting !== undefined ? String(setting) : null;
  return { kind: 'panel', arrangement, panel, setting: named };
}

function faultText({ code, facts, path }: SceneFault, draft: SceneDraft, t: Translate): string {
  const [, arrangement] = path;
  const one = typeof arrangement === 'number' ? draft.arrangements[arrangement] : undefined;
  const named = (id: string | undefined): string => {
    const panel = one?.panels.find((other) => other.id === id);
    return panel === undefined ? (id ?? '') : panelName(panel.kind, t);
  };
  switch (code) {
    case 'outside':
      return t('scene-editor:fault.outside');
    case 'overlap':
      return t('scene-editor:fault.overlap', { other: named(facts.other) });
    case 'twice':
      return t('scene-editor:fault.twice', { id: facts.panel ?? '' });
    case 'spans':
      return t('scene-editor:fault.spans');
    case 'no-mosaic':
      return t('scene-editor:fault.no-mosaic');
    case 'same-form':
      return t('scene-editor:fault.same-form', { form: facts.form ?? '' });
    case 'settings':
      return settingText(path, t);
    case 'unknown-kind':
      return t('scene-editor:fault.unknown-kind', { kind: facts.kind ?? '' });
    case 'unknown-node':
    case 'unknown-family':
    case 'unknown-site':
    case 'unknown-team':
      return t(`scene-editor:fault.${code}`, { id: facts.id ?? '' });
    default:
      return assertNever(code, 'scene fault');
  }
}

/** What is wrong with a setting, and what to write instead. The schema's own words are for files. */
function settingText(path: SceneFault['path'], t: Translate): string {
  switch (path[5]) {
    case 'criticalities':
      return t('scene-editor:fault.setting.criticalities');
    case 'url':
      return t('scene-editor:fault.setting.url');
    case 'allow':
      return t('scene-editor:fault.setting.allow');
    case 'hash':
      return t('scene-editor:fault.setting.hash');
    default:
      return t('scene-editor:fault.setting.other');
  }
}
