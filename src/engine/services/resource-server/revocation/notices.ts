import type { Service } from '../../../trace/span.ts';
import { late } from '../../late.ts';
import type { NoticePolicy } from './take-notice.ts';

const takeNotice = late(async () => (await import('./take-notice.ts')).takeNotice);

/** Where a resource server is told which tokens were taken back. */
export const NOTICES_PATH = '/revoked-tokens';

/** A resource server that is also told which tokens were taken back: everything else goes to the service itself. */
export function takesNotices(service: Service, policy: NoticePolicy): Service {
  return (request, span) => {
    const isNotice = URL.parse(request.url)?.pathname === NOTICES_PATH;
    return isNotice ? takeNotice(request, policy, span) : service(request, span);
  };
}
