/** Certificates for servers on loopback and for who may talk to them, by openssl. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../provision/commands.ts';

/** Paths of PEM files. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

export interface TlsFiles {
  readonly ca: string;
  readonly server: TlsPair;
  readonly client: TlsPair;
  read(path: string): Promise<string>;
  stop(): Promise<void>;
}

const NAMES = 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n';

/** One authority, a server and a client. Another call makes another authority, which knows nothing of this one. */
export async function makeTlsFiles(): Promise<TlsFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'bsa-tls-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<string> =>
    runCommand({ file: 'openssl', args, cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await mkdir(folder, { recursive: true });
  await writeFile(at('extensions'), NAMES);
  await openssl(
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=lab'],
    ...['-keyout', 'ca.key', '-out', 'ca.pem'],
  );
  const makePair = async (name: string): Promise<TlsPair> => {
    await openssl(
      ...['req', ...key, '-subj', `/CN=${name}`],
      ...['-keyout', `${name}.key`, '-out', `${name}.csr`],
    );
    await openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key'],
      ...['-CAcreateserial', '-days', '2', '-out', `${name}.pem`, '-extfile', 'extensions'],
    );
    return { cert: at(`${name}.pem`), key: at(`${name}.key`) };
  };
  return {
    ca: at('ca.pem'),
    server: await makePair('server'),
    client: await makePair('client'),
    read: (path) => readFile(path, 'utf8'),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}
