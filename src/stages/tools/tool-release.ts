/** A release that is not pinned: genuine when its publisher's Sigstore bundle says so, and not used otherwise. */
import { ActionError } from '../../errors.ts';
import { readCapabilities } from '../../tools/capabilities.ts';
import { DEFAULT_VERSIONS, findPinnedHash } from '../../tools/lock.ts';
import { PUBLISHERS } from '../../tools/releases.ts';
import { makeReleaseCheck, type SignedFile } from './tool-check.ts';
import { downloadFile, NotPublishedError } from './tool-download.ts';
import { ensurePinned } from './tool-pinned.ts';
import { makeUrls, type ReleaseSource, type ToolHost } from './tool-request.ts';
import { findKept, keep, placePrivately, type ToolKey } from './tool-store.ts';

export interface SignedTool {
  readonly key: ToolKey;
  readonly source: ReleaseSource;
  readonly say: (line: string) => void;
}

/**
 * Path of the tool: in the tool cache or downloaded, its signature checked either way. Throws TOOL_DOWNLOAD_FAILED,
 * TOOL_SIGNATURE_INVALID and TRUSTED_ROOT_UNAVAILABLE.
 */
export async function ensureRelease(host: ToolHost, signed: SignedTool): Promise<string> {
  const { key, source } = signed;
  const { tool } = key;
  const { binary, bundle } = makeUrls(source, key);
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  const [file, bundleFile] = [`${folder}/${tool}`, `${folder}/bundle.json`];
  try {
    return await checkRelease(host, { ...signed, binary, bundle, file, bundleFile });
  } finally {
    await host.files.remove(folder);
  }
}

interface Checked extends SignedTool {
  /** Addresses. */
  readonly binary: string;
  readonly bundle: string;
  readonly file: string;
  readonly bundleFile: string;
}

async function checkRelease(host: ToolHost, signed: Checked): Promise<string> {
  const { key, say, binary, file, bundleFile } = signed;
  const { tool, version } = key;
  await downloadBundle(host, signed);
  const check = await prepareCheck(host, signed);
  const kept = await findKeptSigned(host, { key, check, bundleFile });
  if (kept !== undefined) {
    say(`${tool} ${version}: ${kept} (signature checked)`);
    return kept;
  }
  await downloadFile(host, { url: binary, file });
  await check({ file, bundleFile, version });
  const path = await placePrivately(host, tool, file);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (signature checked)`);
  return path;
}

async function downloadBundle(
  host: ToolHost,
  { bundle: url, bundleFile, key }: Checked,
): Promise<void> {
  try {
    await downloadFile(host, { url, file: bundleFile });
  } catch (error) {
    if (!(error instanceof NotPublishedError)) throw error;
    const { tool, version, platform } = key;
    const old = readCapabilities(tool, version)['signed-release']
      ? ''
      : ': releases of that age are not signed';
    throw new ActionError(
      'TOOL_SIGNATURE_INVALID',
      `${tool} ${version} for ${platform.os}/${platform.arch} has no Sigstore bundle at ${url}${old}`,
      {
        hint: `It was not installed. Use ${DEFAULT_VERSIONS[tool]}, which is pinned by its hash, or the path of one that is installed.`,
        cause: error,
      },
    );
  }
}

/** Signatures are checked by the pinned cosign: one that checked itself could say anything. */
async function prepareCheck(
  host: ToolHost,
  { key, source, say }: SignedTool,
): Promise<(signed: SignedFile) => Promise<void>> {
  return makeReleaseCheck(host, {
    cosign: source.verifier ?? (await ensureVerifier(host, { source, say })),
    publisher: source.publisher ?? PUBLISHERS[key.tool],
    trustedRoot: source.trustedRoot,
  });
}

async function ensureVerifier(
  host: ToolHost,
  { source, say }: Pick<SignedTool, 'source' | 'say'>,
): Promise<string> {
  const { os, arch, nodeArch } = host.machine;
  const key: ToolKey = {
    tool: 'cosign',
    version: DEFAULT_VERSIONS.cosign,
    platform: { os, arch },
  };
  const sha256 = findPinnedHash('cosign', key);
  if (sha256 !== undefined) return ensurePinned(host, { key, sha256, source, say });
  throw new ActionError('ENVIRONMENT_UNSUPPORTED', `No cosign is pinned for ${os}/${nodeArch}`, {
    hint: 'Install cosign and buildx on the runner, and give the path of cosign: `cosign-version: /path/to/cosign`.',
  });
}

async function findKeptSigned(
  host: ToolHost,
  {
    key,
    check,
    bundleFile,
  }: { key: ToolKey; check: (signed: SignedFile) => Promise<void>; bundleFile: string },
): Promise<string | undefined> {
  const file = await findKept(host, key);
  if (file === undefined) return undefined;
  try {
    await check({ file, bundleFile, version: key.version });
    return file;
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `${file} is not ${key.tool} ${key.version}: its signature does not verify. It is downloaded again.`,
    );
    return undefined;
  }
}
