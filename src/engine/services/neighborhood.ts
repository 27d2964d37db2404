import { late, lateService } from './late.ts';

/** The payments API, fetched when somebody calls it. */
export const latePaymentsApi = lateService(async () => (await import('./payments-api/payments-api.ts')).createPaymentsApi);

/** The partner's API, fetched when somebody calls it. */
export const latePartnerApi = lateService(async () => (await import('./partner-api/partner-api.ts')).createPartnerApi);

/** The metadata host, fetched when somebody calls it. */
export const lateMetadataHost = late(async () => (await import('./metadata-host/metadata-host.ts')).metadataHost);
