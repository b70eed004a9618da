import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { attachmentName } from '../../../../electron/attachments/attachment-name';
import { judgeContent } from '../../../../electron/attachments/judge-content';
import { ATTACHMENT_BYTES } from '../../../../shared/model/shift-log';
import { aPng } from '../../../fixtures/shift-log';

const judge = async (bytes: Uint8Array): Promise<string> => {
  const judged = await judgeContent(bytes);
  return judged.ok ? judged.value : judged.error.code;
};

const jpeg = (width: number, height: number, end: readonly number[] = [0xff, 0xd9]): Buffer =>
  Buffer.from([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
    ...[0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3],
    ...end,
  ]);
const gif = (end: readonly number[] = [0x3b]): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([2, 0, 2, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0]),
    Buffer.from(end),
  ]);
const webp = (missing = 0): Buffer => {
  const lossless = Buffer.alloc(18);
  lossless.write('VP8L', 0);
  lossless.writeUInt32LE(10, 4);
  lossless[8] = 0x2f;
  lossless.writeUInt32LE(3 | (3 << 14), 9);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0);
  head.writeUInt32LE(4 + lossless.length, 4);
  head.write('WEBP', 8);
  const whole = Buffer.concat([head, lossless]);
  return whole.subarray(0, whole.length - missing);
};
const pdf = (end = '%%EOF\n'): Buffer => Buffer.from(`%PDF-1.7\n1 0 obj <<>> endobj\n${end}`);

describe('a file', () => {
  it('is what its content is', async () => {
    expect(await judge(aPng(1_920, 1_080))).toBe('image/png');
    expect(await judge(jpeg(640, 480))).toBe('image/jpeg');
    expect(await judge(Buffer.concat([jpeg(640, 480), Buffer.from('what a camera adds')]))).toBe(
      'image/jpeg',
    );
    expect(await judge(gif())).toBe('image/gif');
    expect(await judge(webp())).toBe('image/webp');
    expect(await judge(pdf())).toBe('application/pdf');
    expect(await judge(Buffer.from('Blåbær på Čáhcesuolu\r\n\tto linjer\n'))).toBe('text/plain');
    expect(await judge(Buffer.from('<svg onload="alert(1)"/>'))).toBe('text/plain');
  });

  it('is a picture whatever bytes a camera puts behind its end', async () => {
    const tail = Buffer.from(Array.from({ length: 2_000 }, (_, n) => (n * 7) % 256));
    expect(tail.includes(0xd9)).toBe(true);
    expect(await judge(Buffer.concat([jpeg(640, 480), tail]))).toBe('image/jpeg');
    expect(await judge(Buffer.concat([jpeg(640, 480, []), tail]))).toBe('broken');
    expect(await judge(Buffer.concat([jpeg(640, 480), Buffer.alloc(300_000, 0xd9)]))).toBe('broken');
  });

  it('is refused where it is of a type that is not taken, whatever it is called', async () => {
    expect(await judge(Buffer.from('PK\u0003\u0004\u0014\0 an archive called bilde.png', 'latin1'))).toBe(
      'type',
    );
    expect(await judge(gzipSync(Buffer.alloc(1_000_000)))).toBe('type');
    expect(await judge(Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(60)]))).toBe(
      'type',
    );
    expect(await judge(Buffer.from('MZ\x90\x00', 'latin1'))).toBe('type');
    expect(await judge(Buffer.from([0xff, 0xfe, 0x41, 0x00]))).toBe('type');
    expect(await judge(Buffer.from('bl\xe5b\xe6r', 'latin1'))).toBe('type');
  });

  it('is refused where it is empty, or larger than may be', async () => {
    expect(await judge(Buffer.alloc(0))).toBe('empty');
    expect(await judge(Buffer.alloc(ATTACHMENT_BYTES + 1, 0x20))).toBe('large');
    expect(await judge(Buffer.alloc(ATTACHMENT_BYTES, 0x20))).toBe('text/plain');
  });

  it('is refused where it was cut short, at any place', async () => {
    const whole = aPng(64, 64, Buffer.alloc(500, 7));
    for (let length = 8; length < whole.length; length += 1)
      expect(await judge(whole.subarray(0, length)), `${length}`).not.toBe('image/png');
    expect(await judge(jpeg(640, 480, []))).toBe('broken');
    expect(await judge(gif([]))).toBe('broken');
    expect(await judge(webp(1))).toBe('broken');
    expect(await judge(pdf(''))).toBe('broken');
  });

  it('is refused where something else hangs behind a picture', async () => {
    expect(await judge(Buffer.concat([aPng(), Buffer.from('PK\u0003\u0004')]))).toBe('broken');
  });

  it('is refused where a few bytes unpack to a picture that takes a window down', async () => {
    expect(await judge(aPng(50_000, 50_000))).toBe('pixels');
    expect(await judge(aPng(0, 10))).toBe('broken');
    expect(await judge(jpeg(65_000, 65_000))).toBe('pixels');
    const judged = await judgeContent(aPng(50_000, 50_000));
    expect(!judged.ok && judged.error.message).toContain('50000 × 50000');
  });

  it('is refused where text has characters that nobody sees', async () => {
    expect(await judge(Buffer.from('a\u001b[31mred'))).toBe('control');
    expect(await judge(Buffer.from('a\u0085b'))).toBe('control');
    expect(await judge(Buffer.from('a\0b'))).toBe('type');
  });
});

describe('a name', () => {
  it('leads nowhere, misleads nobody, and ends as the content does', () => {
    expect(attachmentName('skjermbilde.PNG', 'image/png')).toBe('skjermbilde.PNG');
    expect(attachmentName('../../etc/passwd', 'text/plain')).toBe('_.._etc_passwd.txt');
    expect(attachmentName('C:\\rapport.exe', 'text/plain')).toBe('C__rapport.exe.txt');
    expect(attachmentName('faktura\u202egnp.exe', 'image/png')).toBe('faktura_gnp.exe.png');
    expect(attachmentName('   ', 'image/jpeg')).toBe('vedlegg.jpg');
    expect(attachmentName('logg.csv', 'text/plain')).toBe('logg.csv');
    const long = attachmentName(`${'æ'.repeat(300)}.png`, 'image/png');
    expect(long).toHaveLength(120);
    expect(long.endsWith('.png')).toBe(true);
  });
});
