import { type ReactNode, useState } from 'react';
import type { SoundState } from '../../../shared/contract/ipc';
import { formatClock } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActions } from '../desk-context';
import { SoundDialog } from './sound-dialog';

/** Whether one would hear an alarm here, in a few words; `loud`: one would not, though one should. */
export function soundWords(
  sound: SoundState,
  hubNow: number,
  t: Speech['t'],
): { readonly text: string; readonly loud: boolean } {
  if (sound.device === 'none') return { text: t('sound:status.noDevice'), loud: true };
  if (sound.device === 'blocked') return { text: t('sound:status.blocked'), loud: true };
  if (sound.silencedUntil !== null && sound.silencedUntil > hubNow) {
    return { text: t('sound:status.silenced', { time: formatClock(sound.silencedUntil) }), loud: false };
  }
  if (sound.tone !== null) {
    return {
      text:
        sound.tone.kind === 'alarm'
          ? t('sound:status.alarm', { priority: sound.tone.priority })
          : t(`sound:status.${sound.tone.kind}`),
      loud: true,
    };
  }
  return { text: t(`sound:status.${sound.because}`), loud: sound.because === 'nobody-on-watch' };
}

/** Sound in the status bar: what it is now, F9, and the way to the sound menu with its test. */
export function SoundFact(): ReactNode {
  const { t } = useT();
  const actions = useActions();
  const sound = useBoard((state) => state.sound);
  const { hubNow } = useLinkView(1_000);
  const [open, setOpen] = useState(false);
  if (sound === null) return null;
  const { text, loud } = soundWords(sound, hubNow, t);
  return (
    <li className={loud ? 'status-loud' : undefined} data-sound={sound.device}>
      {(sound.device === 'none' || sound.device === 'blocked') && <StateShape state="warning" size={14} />}
      <button type="button" className="status-button" onClick={() => setOpen(true)}>
        <span role="status">{text}</span>
      </button>
      <KeyButton cap="F9" label={t('sound:silence')} onPress={() => actions.silence()} />
      {open && <SoundDialog onClose={() => setOpen(false)} />}
    </li>
  );
}
