import { type CheckSpec, durationMs, type JourneyStepSpec } from '../../../shared/contract/catalogue-file';
import type { JourneyStep } from '../../../shared/model/catalogue';
import { referencesIn } from '../checks/journey-text';
import { buildExpectations, buildHeaders, parseUrl, readAuthority } from './build-web';
import type { BuiltTarget, CheckPlace, Fill } from './check-place';
import type { JourneyTargetStep } from './loaded';
import { showUrl } from './show-url';
import type { Path } from './yaml-source';

type JourneySpec = Extract<CheckSpec, { kind: 'journey' }>;

const DEFAULT_REDIRECTS = 5;
/** The least time between two questions of a step that is repeated, ms. */
const LEAST_REPEAT_MS = 50;

/** Makes a journey's target of what was written. Each `{{name}}` must have a value by the step that uses it. */
export function buildJourney(spec: JourneySpec, place: CheckPlace, fill: Fill): BuiltTarget {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(spec.variables ?? {})) {
    if (!NAME.test(name))
      place.fault(['variables', name], `"${name}" is not a name: letters, digits and "_"`);
    variables[name] = fill(value, ['variables', name]);
  }
  const known = new Set(Object.keys(variables));
  const ids = new Set<string>();
  const steps = spec.steps.map((step, index) => {
    const path: Path = ['steps', index];
    if (ids.has(step.id)) place.fault([...path, 'id'], `duplicate step "${step.id}"`);
    ids.add(step.id);
    const built = buildStep(step, path, place, fillOf(fill, known, place));
    for (const [at, { as, ...from }] of (step.extract ?? []).entries()) {
      const ways = Object.values(from).filter((way) => way !== undefined).length;
      if (ways !== 1)
        place.fault([...path, 'extract', at], 'one of json, header or between says where it is');
      known.add(as);
    }
    return built;
  });
  const proxy = spec.vantage === 'hub' ? null : place.proxy;
  const [first] = steps;
  const url = first ? parseUrl(first.url) : null;
  return {
    target: { kind: 'journey', steps, variables, proxy, ca: readAuthority(spec.ca, place) },
    // An address that begins with a reference is shown as it is written, but for what may be a secret.
    shown: url ? showUrl(url) : (first?.url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//') ?? ''),
    steps: steps.map(({ id, name, expectedMs }): JourneyStep => ({ id, name, expectedMs })),
  };
}

function buildStep(step: JourneyStepSpec, path: Path, place: CheckPlace, fill: Fill): JourneyTargetStep {
  const url = fill(step.url, [...path, 'url']);
  // What a reference stands for is not known yet; wherever it stands, a letter would do in its place.
  const trial = url.replace(/^\{\{\w+\}\}/, 'http://x').replace(/\{\{\w+\}\}/g, '1');
  if (!parseUrl(trial)) place.fault([...path, 'url'], 'not a URL that starts with http:// or https://');
  if (step.form && step.jsonBody !== undefined) {
    place.fault([...path, 'jsonBody'], 'a step sends a form or JSON, not both');
  }
  const body = buildBody(step, path, fill);
  const method = step.method ?? (body ? 'POST' : 'GET');
  if (body && (method === 'GET' || method === 'HEAD')) {
    place.fault([...path, 'method'], `${method} sends no body`);
  }
  const everyMs = step.repeat ? durationMs(step.repeat.every) : 0;
  if (step.repeat && (everyMs < LEAST_REPEAT_MS || everyMs > 3_600_000)) {
    place.fault([...path, 'repeat', 'every'], `every must be from ${LEAST_REPEAT_MS}ms to 1h`);
  }
  const expectedMs = step.expected === undefined ? null : durationMs(step.expected);
  if (expectedMs !== null && expectedMs < 1)
    place.fault([...path, 'expected'], 'expected must be at least 1ms');
  return {
    id: step.id,
    name: fill(step.name ?? step.id, [...path, 'name']),
    url,
    method,
    headers: buildHeaders(step.headers, place, fill, path),
    body,
    redirects: step.redirects ?? DEFAULT_REDIRECTS,
    expect: buildExpectations(step, place, fill, path),
    extract: step.extract ?? [],
    expectedMs,
    repeat: step.repeat ? { atMost: step.repeat.atMost, everyMs } : null,
  };
}

function buildBody(step: JourneyStepSpec, path: Path, fill: Fill): JourneyTargetStep['body'] {
  if (step.form) {
    const fields = Object.entries(step.form).map(
      ([name, value]) => `${encodeAround(name)}=${encodeAround(fill(value, [...path, 'form', name]))}`,
    );
    return { type: 'application/x-www-form-urlencoded', text: fields.join('&') };
  }
  if (step.jsonBody === undefined) return null;
  const text = JSON.stringify(fillJson(step.jsonBody, [...path, 'jsonBody'], fill));
  return { type: 'application/json', text };
}

/** Fills in every text of a JSON value; its keys too. */
function fillJson(value: unknown, path: Path, fill: Fill): unknown {
  if (typeof value === 'string') return fill(value, path);
  if (Array.isArray(value)) return value.map((item, index) => fillJson(item, [...path, index], fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [fill(key, path), fillJson(item, [...path, key], fill)]),
  );
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const REFERENCE = /(\{\{[A-Za-z][A-Za-z0-9_]{0,39}\}\})/;

/** Encodes a form's text, but not the references in it: their values are encoded as they are filled in. */
function encodeAround(text: string): string {
  return text
    .split(REFERENCE)
    .map((part, index) => (index % 2 === 1 ? part : new URLSearchParams([['', part]]).toString().slice(1)))
    .join('');
}

/**
 * Fills in the catalogue's `{name}` and leaves `{{name}}` for the run, which must be known by then: a reference to
 * what nothing gives a value is a fault where it stands.
 */
function fillOf(fill: Fill, known: ReadonlySet<string>, place: CheckPlace): Fill {
  return (text, path) => {
    for (const name of referencesIn(text)) {
      if (known.has(name)) continue;
      const names = [...known].join(', ') || 'none';
      place.fault(path, `{{${name}}} has no value yet here (variables and earlier steps give: ${names})`);
    }
    return text
      .split(REFERENCE)
      .map((part, index) => (index % 2 === 1 ? part : fill(part, path)))
      .join('');
  };
}
