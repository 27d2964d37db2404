import { everyPartyExplained } from './every-party-explained.ts';
import { authorizeExplained } from './authorize-explained.ts';
import { tokenEndpointExplained } from './token-endpoint-explained.ts';
import { clientAuthenticationExplained } from './client-authentication-explained.ts';
import { userinfoExplained } from './userinfo-explained.ts';
import { gatewayExplained } from './gateway-explained.ts';
import { jwtExplained } from './jwt-explained.ts';
import { apiExplained } from './api-explained.ts';
import { relyingPartyExplained } from './relying-party-explained.ts';

/** What explains the core checks. It stands apart from them, because it is read after a refusal and before a switch, not in every run. */
export const CORE_EXPLANATIONS = {
  ...everyPartyExplained,
  ...authorizeExplained,
  ...tokenEndpointExplained,
  ...clientAuthenticationExplained,
  ...userinfoExplained,
  ...gatewayExplained,
  ...jwtExplained,
  ...apiExplained,
  ...relyingPartyExplained,
} as const;
