import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActions, useBridge } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { WatchButton } from '../people/watch-button';
import { soundWords } from './sound-fact';

/** The sound menu: why this console sounds or does not, whether it can, a test, silence, and watch. */
export function SoundDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const bridge = useBridge();
  const actions = useActions();
  const sound = useBoard((state) => state.sound);
  const { hubNow } = useLinkView(1_000);
  useKeys({ back: onClose }, { modal: true });
  if (sound === null) return null;
  return (
    <Dialog title={t('sound:menu.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div className="people-dialog">
        <p>
          <strong>{soundWords(sound, hubNow, t).text}</strong>
        </p>
        <p>{t(`sound:because.${sound.because}`)}</p>
        <p role="status">{t(`sound:device.${sound.device}`)}</p>
        {!sound.here && <p className="quiet">{t('sound:elsewhere')}</p>}
        <p className="act-row">
          <button type="button" className="quiet-button" onClick={() => void bridge.testSound()}>
            {t('sound:test')}
          </button>
          <KeyButton cap="F9" label={t('sound:silenceLong')} onPress={() => actions.silence()} />
          <WatchButton />
        </p>
        <h3>{t('sound:patterns.title')}</h3>
        <dl className="sound-patterns">
          {([1, 2, 3, 4] as const).map((priority) => (
            <div key={priority}>
              <dt>{t('sound:patterns.priority', { priority })}</dt>
              <dd>{t(`sound:patterns.${priority}`)}</dd>
            </div>
          ))}
          <div>
            <dt>{t('sound:patterns.hubLost')}</dt>
            <dd>{t('sound:patterns.hubLostText')}</dd>
          </div>
          <div>
            <dt>{t('sound:patterns.timer')}</dt>
            <dd>{t('sound:patterns.timerText')}</dd>
          </div>
        </dl>
      </div>
    </Dialog>
  );
}
