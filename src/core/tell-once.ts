/** Tells the page's author what was written wrongly, each thing once however often it is read. */
import { CallError } from './errors.js';

export type TellFault = (option: string, message: string) => void;

export function tellOnce(report: (error: CallError) => void): TellFault {
  const told = new Set<string>();
  return (option, message) => {
    if (told.has(message)) return;
    told.add(message);
    report(new CallError('invalid-argument', message, option));
  };
}
