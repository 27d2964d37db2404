import { rawPath } from '../../http/path.ts';
import { json } from '../../http/problem.ts';
import type { Service } from '../../trace/span.ts';

/** What a machine in this cloud is told about itself; the secret is made up, and opens nothing. */
const CREDENTIALS = {
  role: 'invoices-api',
  access_key_id: 'LAB0INVOICES0API',
  secret_access_key: 'lab-metadata-secret-4f81c0d7',
};

const LISTING = '/latest/credentials\n/latest/hostname\n';

/**
 * A cloud's metadata host. Whoever can reach it is answered, whatever the method: it relies on being
 * reachable from inside alone, which is why others must not choose what a service calls. OWASP API7:2023
 */
export const metadataHost: Service = ({ url }) => {
  const path = rawPath(url);
  if (path === '/latest/credentials') return Promise.resolve(json(200, CREDENTIALS));
  const body = path === '/latest/hostname' ? 'invoices.internal.lab.test\n' : LISTING;
  return Promise.resolve({ status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body });
};
