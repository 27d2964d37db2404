/** How the gateway is known to the issuer, as a client of its own. RFC 7662 §2.1 */
export interface GatewayClient {
  readonly clientId: string;
  readonly secret: string;
}

/** Where and how the gateway asks the issuer about tokens. RFC 7662 §2; RFC 9701 §4 */
export interface IntrospectionSetup extends GatewayClient {
  readonly endpoint: string;
  /** Whether the answer has to be signed. */
  readonly signed: boolean;
  /** How long a verdict is kept, in seconds. */
  readonly keep: number;
}
