/** Stands in for actions/upload-artifact: one folder, by the library that the action itself uses. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const { default: client } = await import(process.env['LAB_ARTIFACT_LIBRARY'] ?? '');
const folder = resolve(process.env['INPUT_PATH'] ?? '.');
const names: string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const files = names.map((name) => join(folder, name));
const name = process.env['INPUT_NAME'] || 'artifact';
await client.uploadArtifact(name, files, folder);
console.log(`${files.length} files of ${folder} are in the artifact ${name}`);
