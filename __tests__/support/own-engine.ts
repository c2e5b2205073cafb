/**
 * Runs in each worker before each test file. The second worker has an engine of its own: what a run leaves behind on
 * an engine is then its own, and what a test counts there too.
 */
import { planWorkerState } from '../../lab/provision/folders.ts';

const state = planWorkerState(Number(process.env['JEST_WORKER_ID'] ?? '1'));
if (state !== undefined) process.env['BSA_LAB_STATE'] = state;
