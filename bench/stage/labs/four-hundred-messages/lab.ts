import { callsLab } from '../calls.ts';

export default callsLab('four-hundred-messages', 'Four hundred messages', 200);
