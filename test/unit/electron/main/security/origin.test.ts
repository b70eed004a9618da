import { describe, expect, it } from 'vitest';
import { externalUrl, isOwnOrigin, isReload } from '../../../../../electron/main/security/origin';

describe('the app’s own origin', () => {
  it.each(['vaktrom://app/wall/index.html', 'vaktrom://app', 'vaktrom://app/x?y#z'])('knows %s', (url) =>
    expect(isOwnOrigin(url)).toBe(true),
  );
  it.each([
    'vaktrom://app.evil/',
    'vaktrom://evil/app',
    'vaktrom://app:81/',
    'vaktrom://user@app/',
    'vaktrom://app@evil/',
    'https://app/',
    'vaktroms://app/',
    'file:///vaktrom://app/',
    'vaktrom:app',
    'app',
    '',
  ])('does not take %s for it', (url) => expect(isOwnOrigin(url)).toBe(false));
});

describe('a reload', () => {
  const here = 'vaktrom://app/desk/index.html?theme=night#scene';
  it('is the same page, at whatever scene', () => {
    expect(isReload(here, here)).toBe(true);
    expect(isReload(here, 'vaktrom://app/desk/index.html?theme=night')).toBe(true);
  });
  it.each([
    'vaktrom://app/wall/index.html?theme=night',
    'vaktrom://app/desk/index.html',
    'https://example.org/',
    'about:blank',
  ])('is not %s', (url) => expect(isReload(here, url)).toBe(false));
});

describe('links for the system’s browser', () => {
  it('passes http and https, as parsed', () => {
    expect(externalUrl('https://wiki.example/å b')).toBe('https://wiki.example/%C3%A5%20b');
    expect(externalUrl('HTTP://wiki.example')).toBe('http://wiki.example/');
  });
  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'vaktrom://app/',
    'smb://h/s',
    'https://u:p@h/',
    '-x',
    '',
  ])('refuses %s', (url) => expect(externalUrl(url)).toBeNull());
});
