import { describe, expect, it } from '@jest/globals';
import { signAwsRequest } from '../../src/registry/aws-signature.ts';

/** Of AWS's published test suite for Signature Version 4 (aws-sig-v4-test-suite: keys and time are the same in all). */
const KEY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const NOW = new Date('2015-08-30T12:36:00Z');
const SUITE = { url: 'https://example.amazonaws.com/', service: 'service', region: 'us-east-1' };
const CREDENTIAL = 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';

describe('a signed request', () => {
  it.each([
    [
      'post-vanilla',
      {},
      '',
      'host;x-amz-date',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      'Param1=value1',
      'content-type;host;x-amz-date',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('is %s of the suite', async (_, headers, body, names, signature) => {
    const signed = await signAwsRequest({ ...SUITE, headers, body }, { key: KEY, now: NOW });
    expect(signed['x-amz-date']).toBe('20150830T123600Z');
    expect(signed['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=${names}, Signature=${signature}`,
    );
  });
});
