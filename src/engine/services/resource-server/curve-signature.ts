import { bringChecks } from '../../checks/catalogue.ts';
import { curveSignatureChecks } from '../../checks/token/curve-signatures.ts';

bringChecks(curveSignatureChecks);

export { judgeEcdsa } from '../../protocol/token/signature/ecdsa.ts';
