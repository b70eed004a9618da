import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../../../electron/hub/checks/faults';

const coded = (code: string, message = `connect ${code} 10.0.0.1:80`): Error =>
  Object.assign(new Error(message), { code });

describe('faultOf', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EHOSTUNREACH',
    'CERT_HAS_EXPIRED',
    'HPE_INVALID_CONSTANT',
  ])('counts %s against the service, and names it', (code) => {
    const fault = faultOf(coded(code));
    expect(fault.result).toBe('critical');
    expect(fault.output).toMatch(new RegExp(`^.{10,}\\(${code}\\)$`));
  });

  it.each(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EADDRNOTAVAIL'])(
    'is unknown when the hub itself lacks (%s)',
    (code) => {
      expect(faultOf(coded(code))).toMatchObject({ result: 'unknown' });
      expect(faultOf(coded(code)).output).toContain('kunne ikke kjøres');
    },
  );

  it('is unknown for arguments that Node refuses', () => {
    expect(faultOf(coded('ERR_INVALID_URL', 'Invalid URL')).result).toBe('unknown');
    expect(faultOf(new TypeError('nope')).result).toBe('unknown');
  });

  it('takes the peer’s fault where one address failed for the peer and another for the hub', () => {
    const both = Object.assign(new AggregateError([coded('EADDRNOTAVAIL'), coded('ECONNREFUSED')]), {
      code: 'EADDRNOTAVAIL',
    });
    expect(faultOf(both)).toMatchObject({ result: 'critical' });
    expect(faultOf(new AggregateError([coded('EMFILE'), coded('EMFILE')]))).toMatchObject({
      result: 'unknown',
    });
  });

  it('keeps an unknown error’s own words, cleaned', () => {
    expect(faultOf(coded('EODD', 'strange\u0007 thing'))).toEqual({
      result: 'critical',
      output: 'strange thing (EODD)',
    });
    expect(faultOf('just text')).toEqual({ result: 'critical', output: 'just text' });
  });
});
