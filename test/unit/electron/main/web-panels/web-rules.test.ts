import { describe, expect, it } from 'vitest';
import {
  bypassRules,
  extraPolicy,
  mayBeAt,
  mayLoad,
  NOTHING,
  originOf,
  plainAddress,
  webRules,
} from '../../../../../electron/main/web-panels/web-rules';

const rules = webRules({ url: 'https://grafana.sykehus:3000/d/abc?key=1', allow: ['http://tall.sykehus'] });

describe('what a page of the web may reach', () => {
  it('is its own origin and those of its allow-list, parsed and whole', () => {
    expect([...rules.origins]).toEqual(['https://grafana.sykehus:3000', 'http://tall.sykehus']);
  });

  it.each([
    'https://grafana.sykehus:3000/',
    'https://grafana.sykehus:3000/api/x?y=1#z',
    'http://tall.sykehus/graf',
    'HTTPS://GRAFANA.sykehus:3000/store',
  ])('lets it be at %s', (address) => {
    expect(mayBeAt(rules, address, true)).toBe(true);
    expect(mayLoad(rules, address)).toBe(true);
  });

  it.each([
    'http://grafana.sykehus:3000/',
    'https://grafana.sykehus/',
    'https://grafana.sykehus:3000.ond.example/',
    'https://grafana.sykehus:3000@ond.example/',
    'https://bruker:ord@grafana.sykehus:3000/',
    'https://ond.example/?https://grafana.sykehus:3000/',
    'https://xn--grfana-9ya.sykehus:3000/',
    'file:///etc/passwd',
    'vaktrom://app/desk/index.html',
    'chrome://gpu',
    'javascript:alert(1)',
    'view-source:https://grafana.sykehus:3000/',
    'filesystem:https://grafana.sykehus:3000/temporary/x',
    'about:blank',
    'data:text/html,x',
    'blob:https://grafana.sykehus:3000/1',
    'mailto:vakt@sykehus',
    '//grafana.sykehus:3000/',
    '',
  ])('keeps the page itself from %s', (address) => expect(mayBeAt(rules, address, true)).toBe(false));

  it('lets frames within it be empty or made by itself, and nowhere else', () => {
    for (const address of [
      'about:blank',
      'about:srcdoc',
      'data:text/html,x',
      'blob:https://grafana.sykehus:3000/1',
    ])
      expect(mayBeAt(rules, address, false)).toBe(true);
    for (const address of ['about:gpu', 'blob:https://ond.example/1', 'blob:null/1', 'https://ond.example/'])
      expect(mayBeAt(rules, address, false)).toBe(false);
  });

  it('lets it ask for what lies there, by web sockets too, and for what it made itself', () => {
    for (const address of [
      'wss://grafana.sykehus:3000/live',
      'ws://tall.sykehus/live',
      'data:image/png;base64,AAAA',
      'blob:https://grafana.sykehus:3000/1',
    ])
      expect(mayLoad(rules, address)).toBe(true);
    for (const address of [
      'ws://grafana.sykehus:3000/live',
      'wss://ond.example/',
      'ftp://grafana.sykehus:3000/',
      'chrome-extension://abc/x.js',
      'blob:https://ond.example/1',
    ])
      expect(mayLoad(rules, address)).toBe(false);
  });

  it('allows nothing by what cannot be read as an address', () => {
    expect(webRules({ url: 'tull', allow: ['', 'javascript:x', 'https://a:b@c'] })).toEqual(NOTHING);
    expect(mayLoad(NOTHING, 'https://grafana.sykehus:3000/')).toBe(false);
    expect(mayBeAt(NOTHING, '', true)).toBe(false);
    expect(originOf('javascript:x')).toBeNull();
  });
});

describe('an address that people see', () => {
  it('is without its query, its fragment and any password', () => {
    expect(plainAddress('https://grafana.sykehus:3000/d/abc?auth_token=hemmelig#x')).toBe(
      'https://grafana.sykehus:3000/d/abc',
    );
    expect(plainAddress('https://bruker:ord@grafana.sykehus/d')).toBe('https://grafana.sykehus/d');
  });

  it('is bounded, and nothing where there is none', () => {
    expect(plainAddress(`https://a.no/${'x'.repeat(9_000)}`)).toHaveLength(2_000);
    expect(plainAddress('data:text/html,x')).toBe('');
    expect(plainAddress('tull')).toBe('');
  });
});

describe('the policy on top of a page’s own', () => {
  it('names its origins for http and web sockets, and gives no boxes, no printing, no other top', () => {
    const policy = extraPolicy(rules);
    expect(policy).toContain(
      'connect-src data: blob: https://grafana.sykehus:3000 wss://grafana.sykehus:3000 http://tall.sykehus ws://tall.sykehus',
    );
    expect(policy).toMatch(/^sandbox allow-scripts/);
    for (const word of ['modals', 'top-navigation', 'pointer-lock', 'presentation', 'orientation'])
      expect(policy).not.toContain(word);
  });
});

it('hosts that are reached at all are named with their ports, and this machine is not among them by itself', () => {
  expect(bypassRules(rules)).toBe('<-loopback>;grafana.sykehus:3000;tall.sykehus:80');
  expect(bypassRules(webRules({ url: 'https://[::1]/x', allow: ['https://a.no'] }))).toBe(
    '<-loopback>;[::1]:443;a.no:443',
  );
  expect(bypassRules(NOTHING)).toBe('<-loopback>');
});
