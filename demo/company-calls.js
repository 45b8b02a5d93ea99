/**
 * Calls over the company's own chat: all that its author writes. A provider's `signal` is a function like this one.
 * What goes through `say` is the company's message with a call's message inside, which nobody on the way reads.
 */
import { CompanyChat } from './company-chat.js';

/** `opened` is for this example's page, which shows what goes over the wire. */
export const companyCalls = (opened = () => undefined) => {
  return (name, line) => {
    const chat = new CompanyChat(name);
    opened(chat);

    const { staffNo } = chat.me;
    const list = () => {
      const people = [chat.me, ...chat.staff];
      line.people(
        people.map((one) => ({ id: one.staffNo, name: one.fullName })),
        staffNo,
      );
    };
    list();
    chat.addEventListener('staff', list);
    chat.addEventListener('say', ({ detail: { from, payload } }) => {
      if (payload.about === 'call') line.hear(from, payload.call);
    });

    return {
      send: (to, call) => chat.say(to, { about: 'call', call }),
      close: () => chat.leave(),
    };
  };
};
