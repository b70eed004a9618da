import type { ReactNode } from 'react';
import type { WallIntent } from '../desk-store';
import { RotateDialog } from './rotate-dialog';
import { SceneDialog } from './scene-dialog';
import { SendDialog } from './send-dialog';
import { MessageDialog, SpotlightDialog } from './word-dialogs';

/** The form of an act on the wall. */
export function WallActDialog(props: {
  readonly intent: WallIntent;
  readonly onClose: () => void;
}): ReactNode {
  const { intent, onClose } = props;
  switch (intent.act) {
    case 'scene':
      return <SceneDialog proposed={intent.scene} onClose={onClose} />;
    case 'rotate':
      return <RotateDialog onClose={onClose} />;
    case 'send':
      return <SendDialog proposed={intent.cell} onClose={onClose} />;
    case 'spotlight':
      return <SpotlightDialog onClose={onClose} />;
    case 'message':
      return <MessageDialog onClose={onClose} />;
  }
}
