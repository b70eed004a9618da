import { createServer } from 'node:http';
import {
  type Behaviour,
  behaviourOf,
  type Controllable,
  type EndpointMode,
  type FaultDetail,
} from '../behaviour';
import type { Talk } from '../endpoint';
import { quietly, send } from './http-talk';

/** A service that a measuring point tries. */
interface Tried {
  readonly name: string;
  readonly expectedMs: number;
  behaviour: Behaviour;
}

const GATEWAY_FAILED = 502;

/**
 * The measuring point at a site: asked at `/SERVICE`, it tries that service as a user there would and says in JSON
 * how it went; at `/linje` it tells what its router knows of the line.
 */
export class SiteProbe {
  readonly #tried = new Map<string, Tried>();
  /** How the line to the site is. */
  readonly #line: () => Behaviour;

  constructor(line: () => Behaviour) {
    this.#line = line;
  }

  /** Adds a service, and hands out how to make it fail. */
  add(service: string, name: string, expectedMs: number): Controllable {
    const tried: Tried = { name, expectedMs, behaviour: behaviourOf('normal') };
    this.#tried.set(service, tried);
    return {
      apply: async (mode: EndpointMode, detail: Partial<FaultDetail> = {}) => {
        const before = tried.behaviour;
        tried.behaviour = behaviourOf(mode, detail);
        return mode !== before.mode || tried.behaviour.level !== before.level;
      },
    };
  }

  get talk(): Talk {
    return {
      server: (line) =>
        createServer(
          quietly((request, response) => {
            const path = decoded(request.url ?? '/').slice(1);
            if (path === 'linje') {
              line.later(() => send(response, { status: 200, body: this.#lineState() }));
              return;
            }
            const tried = this.#tried.get(path);
            if (!tried) {
              send(response, { status: 404, body: { status: 'ukjent' } });
              return;
            }
            const { mode, level } = tried.behaviour;
            line.later(
              () => send(response, tryService(tried)),
              tried.expectedMs * (mode === 'slow' ? level : 0.1),
            );
          }),
        ),
    };
  }

  #lineState(): Record<string, unknown> {
    const { mode, level } = this.#line();
    const lost = mode === 'loss' ? level : Math.random() * 0.1;
    return {
      status: 'ok',
      tapProsent: Number(lost.toFixed(2)),
      rundturMs: Number((14 + Math.random() * 4).toFixed(1)),
    };
  }
}

function tryService({ name, behaviour: { mode } }: Tried): {
  readonly status: number;
  readonly body: Record<string, unknown>;
} {
  if (mode === 'down' || mode === 'errors') {
    return {
      status: GATEWAY_FAILED,
      body: { tjeneste: name, status: mode === 'down' ? 'ingen forbindelse' : 'feil' },
    };
  }
  return { status: 200, body: { tjeneste: name, status: mode === 'wrong-answer' ? 'ukjent' : 'ok' } };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.split('?', 1)[0] ?? '/');
  } catch {
    return '/';
  }
}
