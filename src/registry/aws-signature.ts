/** AWS Signature Version 4 of a request (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). */

/** A key that lives for good, or a session's. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface AwsRequest {
  /** `POST` unless told. */
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  /** Service and region that the signature is for, as `ecr` and `eu-central-1`. */
  readonly service: string;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** All headers of a request, with its signature. The library is loaded late; it asks for nothing but what it is given. */
export async function signAwsRequest(
  { method = 'POST', url, service, region, headers, body }: AwsRequest,
  { key, now }: { readonly key: AwsKey; readonly now: Date },
): Promise<Record<string, string>> {
  const { default: aws4 } = await import('aws4');
  const { host, pathname } = new URL(url);
  const request = {
    method,
    path: pathname,
    service,
    region,
    headers: { ...headers, Host: host, 'X-Amz-Date': formatAmzDate(now) },
    body,
    // The HTTP client counts the bytes itself, and AWS does not ask for it.
    extraHeadersToIgnore: { 'content-length': true },
  };
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const signed = aws4.sign(request, credentials);
  return Object.fromEntries(
    // The client sets these two itself, from the same address and body.
    Object.entries(signed.headers ?? {})
      .filter(([name]) => !/^(?:host|content-length)$/i.test(name))
      .map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

/** `20150830T123600Z` */
function formatAmzDate(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, '');
}
