import { bringChecks } from '../../checks/catalogue.ts';
import { curveSignatureChecks } from '../../checks/curve-signatures.ts';

bringChecks(curveSignatureChecks);

export { judgeEcdsa } from '../../protocol/token/ecdsa.ts';
