/** Stands in for actions/download-artifact: one artifact by its name, by the library that the action itself uses. */
import { resolve } from 'node:path';

const { default: client } = await import(process.env['LAB_ARTIFACT_LIBRARY'] ?? '');
const name = process.env['INPUT_NAME'] ?? '';
const path = resolve(process.env['INPUT_PATH'] || '.');
const { artifact } = await client.getArtifact(name);
const { digestMismatch } = await client.downloadArtifact(artifact.id, {
  path,
  expectedHash: artifact.digest,
});
if (digestMismatch === true && process.env['INPUT_DIGEST-MISMATCH'] === 'error')
  throw new Error(`${name} is not what was uploaded`);
console.log(`The artifact ${name} is in ${path}`);
