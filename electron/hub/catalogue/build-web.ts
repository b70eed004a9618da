import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { CheckSpec, JourneyStepSpec } from '../../../shared/contract/catalogue-file';
import { isPointer } from '../checks/json-pointer';
import type { CheckPlace, Fill } from './check-place';
import type { HttpExpectations } from './loaded';
import type { Path } from './yaml-source';

type ExpectationSpec = Extract<CheckSpec, { kind: 'http' }> | JourneyStepSpec;

/** What an HTTP answer must be, of a check or of a journey's step that stands at `path`. */
export function buildExpectations(
  spec: ExpectationSpec,
  place: CheckPlace,
  fill: Fill,
  path: Path = [],
): HttpExpectations {
  const header: Record<string, string> = {};
  for (const [name, text] of Object.entries(spec.header ?? {})) {
    const at = [...path, 'header', name];
    if (!validHeader(name, '')) place.fault(at, `"${name}" is not the name of a header`);
    header[name.toLowerCase()] = fill(text, at);
  }
  const json = (spec.json ?? []).map((condition, index) => {
    const at = [...path, 'json', index];
    if (!isPointer(condition.at)) {
      place.fault([...at, 'at'], 'not a JSON Pointer: "~" is written ~0, and "/" inside a key ~1');
    }
    const { atLeast, atMost, equals, contains, exists } = condition;
    if (atLeast !== undefined && atMost !== undefined && atMost < atLeast) {
      place.fault([...at, 'atMost'], 'atMost is less than atLeast');
    }
    const wanted = [atLeast, atMost, equals, contains].some((value) => value !== undefined);
    if (exists === false && wanted)
      place.fault([...at, 'exists'], 'what must not exist cannot be anything else');
    return {
      ...condition,
      ...(typeof equals === 'string' ? { equals: fill(equals, [...at, 'equals']) } : {}),
      ...(contains === undefined ? {} : { contains: fill(contains, [...at, 'contains']) }),
    };
  });
  if (spec.method === 'HEAD') {
    for (const key of ['contains', 'containsNot', 'json'] as const) {
      if (spec[key] !== undefined) place.fault([...path, key], 'the answer to HEAD has no body');
    }
  }
  const text = (key: 'contains' | 'containsNot'): string | null =>
    spec[key] === undefined ? null : fill(spec[key], [...path, key]);
  return {
    status: spec.status ?? null,
    contains: text('contains'),
    containsNot: text('containsNot'),
    header,
    json,
  };
}

/** The headers to send, filled in, of what stands at `path`. */
export function buildHeaders(
  headers: Readonly<Record<string, string>> | undefined,
  place: CheckPlace,
  fill: Fill,
  path: Path = [],
): Record<string, string> {
  const built: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers ?? {})) {
    const at = [...path, 'headers', name];
    const value = fill(text, at);
    built[name] = value;
    if (!validHeader(name, value)) place.fault(at, `"${name}" is not a header that can be sent`);
  }
  return built;
}

/** The PEM of a certificate authority's file; null where none is named, or it could not be read. */
export function readAuthority(file: string | undefined, place: CheckPlace): string | null {
  if (file === undefined) return null;
  const authority = place.authorities.get(file);
  if (authority && 'pem' in authority) return authority.pem;
  place.fault(['ca'], authority?.reason ?? 'was not read');
  return null;
}

/** A web address; null when it is none. */
export function parseUrl(text: string): URL | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text);
}

/** Whether a header can be sent as it is written. */
export function validHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
