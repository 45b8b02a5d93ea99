/**
 * Who a client is by a signed token (RFC 7519): signed with a secret that the operator shares with the relay, or with a
 * private key whose public half is published. The algorithms are pinned by which of the two it is, so that a public key
 * can never pass for a secret. What it says to a client never holds anything of the token.
 */
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { checkedIdentity } from './checked-identity.js';
import { AdmissionError, type Authenticate, type Identity } from './identity.js';
import type { KeySet } from './key-set.js';
import { type JoseModule, loadJose } from './load-jose.js';

export interface TokenOptions {
  /** What checks the signature: a shared secret of at least `MIN_SECRET_BYTES`, or published keys. */
  readonly keys: Uint8Array | KeySet;
  /** Who must have issued it (`iss`); without it, anybody who can sign. */
  readonly issuer?: string;
  /** For whom it must be (`aud`); without it, anybody. */
  readonly audience?: string;
  /** Whether it must end (`exp`); true unless said otherwise. */
  readonly mustExpire?: boolean;
  /** The time, for tests. */
  readonly now?: () => Date;
}

/** Bytes of a shared secret: what HS256 needs (RFC 7518, section 3.2). */
export const MIN_SECRET_BYTES = 32;
/** Characters of a token that is looked at. */
export const MAX_TOKEN_LENGTH = 8_192;
/** How far the clocks of the issuer and the relay may be apart. */
export const CLOCK_TOLERANCE_MS = 5_000;

const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const KEY_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** The claims that become an identity, by its fields. */
const CLAIMS = { subject: 'sub', name: 'name', room: 'room', role: 'role', expiresAtMs: 'exp' } as const;

const unauthorized = (message: string): AdmissionError => new AdmissionError('unauthorized', message);

function identityOf(claims: JWTPayload): Identity {
  const { sub, name, room, role, exp } = claims;
  // As long as it is accepted, it is good.
  const expiresAtMs = exp === undefined ? undefined : Math.floor(exp * 1000) + CLOCK_TOLERANCE_MS;
  return checkedIdentity({ subject: sub, name, room, role, expiresAtMs }, (field) =>
    unauthorized(`The token's "${CLAIMS[field]}" is not accepted.`),
  );
}

/** What is said of a token that was not accepted. Whatever is no fault of the token is thrown on. */
function refusal({ errors }: JoseModule, error: unknown): AdmissionError {
  if (error instanceof errors.JWTExpired) {
    return new AdmissionError('token-expired', 'The token has expired.');
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthorized(`The token's "${error.claim}" is not accepted.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return unauthorized('The token is signed with an algorithm that is not accepted.');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return unauthorized("The token's signature is wrong.");
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return unauthorized('The token is signed with a key that is not known.');
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return unauthorized('The token must name the key that it is signed with ("kid").');
  }
  if (error instanceof errors.JOSEError) return unauthorized('The token is not a valid JWT.');
  throw error;
}

function verifyOptions({ keys, issuer, audience, mustExpire = true, now }: TokenOptions): JWTVerifyOptions {
  return {
    algorithms: keys instanceof Uint8Array ? SECRET_ALGORITHMS : KEY_ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_MS / 1000,
    requiredClaims: mustExpire ? ['exp'] : [],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(now ? { currentDate: now() } : {}),
  };
}

function keyFinder(keys: Uint8Array | KeySet): JWTVerifyGetKey {
  return keys instanceof Uint8Array ? () => keys : (header, token) => keys.find(header, token);
}

/** Admits who brings a good token. Rejects where `jose` is not installed or the secret is too short. */
export async function tokenAuthentication(options: TokenOptions): Promise<Authenticate> {
  const jose = await loadJose();
  const { keys } = options;
  if (keys instanceof Uint8Array && keys.byteLength < MIN_SECRET_BYTES) {
    throw new RangeError(`a secret must have at least ${MIN_SECRET_BYTES} bytes`);
  }
  const findKey = keyFinder(keys);
  return async ({ token }) => {
    if (token === undefined || token === '') throw unauthorized('A token is needed ("hello.token").');
    if (token.length > MAX_TOKEN_LENGTH) throw unauthorized('The token is too long.');
    const { payload } = await jose
      .jwtVerify(token, findKey, verifyOptions(options))
      .catch((error: unknown) => Promise.reject(refusal(jose, error)));
    return identityOf(payload);
  };
}
