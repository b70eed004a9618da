import type { AudioPorts } from './player';

/** The audio of the browser that this window runs in. */
export function browserAudio(): AudioPorts {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return {
    // `interactive` asks for the shortest way to the loudspeaker.
    createContext: () => new AudioContext({ latencyHint: 'interactive' }),
    async outputs() {
      if (devices === undefined) return null;
      // Without a permission Chromium tells neither labels nor ids, but one entry for each kind that there is. Where
      // there is none, its context runs into nothing, and its time moves all the same: the list is what tells.
      const all = await devices.enumerateDevices();
      return all.filter(({ kind }) => kind === 'audiooutput').length;
    },
    onDeviceChange(listen) {
      devices?.addEventListener('devicechange', listen);
      return () => devices?.removeEventListener('devicechange', listen);
    },
  };
}
