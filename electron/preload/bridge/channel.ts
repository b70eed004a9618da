import { type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Answers, Args, Channel, News } from '../../../shared/contract/ipc';
import type { Result } from '../../../shared/util/result';

/** Calls main on a channel of the contract. Rejects when main refuses the sender. */
export function ask<C extends Channel>(channel: C, args: Args<C>): Promise<Result<Answers[C]>> {
  return ipcRenderer.invoke(channel, args);
}

/** Listens to news on a channel. Electron's event stays here: it would hand the page a way to send. */
export function hear<C extends keyof News>(channel: C, listen: (news: News[C]) => void): () => void {
  const relay = (_event: IpcRendererEvent, news: News[C]): void => listen(news);
  ipcRenderer.on(channel, relay);
  return () => void ipcRenderer.removeListener(channel, relay);
}
