import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Scanner, ScannerUnavailable } from '../../libs/attachments/scanning/scanner.ts';
import { ClamavServer, EICAR } from './clamav-server.ts';

let clamav: ClamavServer;
let scanner: Scanner;

beforeAll(async () => {
  clamav = await ClamavServer.start();
  scanner = new Scanner('127.0.0.1', clamav.port);
});
afterAll(() => clamav.stop());
beforeEach(() => {
  clamav.instead = undefined;
});

const scan = (...pieces: (Buffer | string)[]) =>
  scanner.scan(Readable.from(pieces.map((one) => Buffer.from(one))));

it('passes what nothing is found in, however large', async () => {
  const pieces = Array.from({ length: 40 }, () => randomBytes(64 * 1024));
  expect(await scan(...pieces)).toEqual({ clean: true });
  expect(await scan()).toEqual({ clean: true });
});

it('says what is found, also across pieces', async () => {
  const found = { clean: false, found: 'Eicar-Test-Signature' };
  expect(await scan(EICAR)).toEqual(found);
  expect(await scan(EICAR.slice(0, 30), EICAR.slice(30))).toEqual(found);
});

it.each<[string, string | null]>([
  ['hangs up', null],
  ['refuses the size', 'INSTREAM size limit exceeded. ERROR\0'],
  ['fails', "stream: Can't allocate memory ERROR\0"],
  ['is no scanner', 'HTTP/1.1 200 OK\r\n\r\n\0'],
  ['says nothing of the stream', 'OK\0'],
  ['says both', 'stream: OK FOUNDATION\0'],
])('takes it for no verdict when the scanner %s', async (_how, answer) => {
  clamav.instead = answer;
  await expect(scan('harmless')).rejects.toBeInstanceOf(ScannerUnavailable);
});

it('takes it for no verdict when there is no scanner', async () => {
  const gone = await ClamavServer.start();
  const nowhere = new Scanner('127.0.0.1', gone.port);
  await gone.stop();
  await expect(nowhere.scan(Readable.from([Buffer.from('x')]))).rejects.toBeInstanceOf(ScannerUnavailable);
});

it('takes it for no verdict when the file itself breaks off', async () => {
  const broken = Readable.from(
    (function* () {
      yield Buffer.from('begun');
      throw new Error('broken off');
    })(),
  );
  await expect(scanner.scan(broken)).rejects.toThrow('broken off');
});
