import { callsLab } from '../calls.ts';

export default callsLab('thirty-messages', 'Thirty messages', 15);
