import { late, lateService } from './late.ts';

/** The payments API, fetched when somebody calls it. */
export const latePaymentsApi = lateService(async () => (await import('./payments-api/payments-api.ts')).createPaymentsApi);

/** The partner's API, fetched when somebody calls it. */
export const latePartnerApi = lateService(async () => (await import('./partner-api/partner-api.ts')).createPartnerApi);

/** The app on the phone, fetched when the system hands it an address. */
export const lateLedgerPhone = lateService(async () => (await import('./ledger-app/ledger-phone.ts')).createLedgerPhone);

/** The attacker's site, fetched when something goes there. */
export const lateAttackerSite = lateService(async () => (await import('./attacker/attacker-site.ts')).createAttackerSite);

/** The metadata host, fetched when somebody calls it. */
export const lateMetadataHost = late(async () => (await import('./metadata-host/metadata-host.ts')).metadataHost);
