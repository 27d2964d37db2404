import type { CheckEntry } from '../check.ts';

export const clientCertificateChecks = {
  'client.certificate-subject': {
    kind: 'check',
    title: 'Certificate names this client',
    stops: 'Stops a neighbor whose certificate comes from the same authority.',
    refusal: 'the certificate was issued to somebody else',
    mend: 'Present the certificate whose subject the client has registered.',
    specs: ['rfc8705#2.1.2', 'rfc8705#7.4'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
  'client.certificate-registered': {
    kind: 'check',
    title: 'Self-signed certificate is registered',
    stops: 'Stops anyone who made a certificate for themselves.',
    refusal: 'the client has not registered that certificate',
    mend: 'Register the certificate in the jwks of the client before you use it.',
    specs: ['rfc8705#2.2.2'],
    group: 'Authorization server: client authentication',
    switchable: true,
  },
} as const satisfies Record<string, CheckEntry>;
