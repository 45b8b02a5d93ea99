/** Leaks between rooms, and the cases that find them. */
import { describeMutants, isOf, linkNamed, says, without } from '../../../test/support/mutants.js';
import { ROOM_CASES } from '../cases/rooms.js';

describeMutants('rooms', ROOM_CASES, {
  'passes messages on to other rooms': [
    says(
      ({ type, target }) => type === 'video-offer' && target !== undefined,
      (message, link) => {
        const other = linkNamed(link, message.target);
        if (other && other.room !== link.room)
          other.tellClient({ ...without(message, 'id'), name: link.name });
        return [message];
      },
    ),
    ['rooms/messages'],
  ],
  'tells other rooms of a newcomer': [
    says(isOf('username'), (message, link) => {
      for (const one of link.all) {
        if (one.room !== link.room) one.tellClient({ type: 'x-newcomer', who: message.name });
      }
      return [message];
    }),
    ['rooms/lists'],
  ],
  'gives a name once over all rooms': [
    says(
      ({ type, name }, link) =>
        type === 'username' && link.all.some((one) => one !== link && one.name === name),
      (message) => [{ ...message, name: `${String(message.name)} 2` }],
    ),
    ['rooms/names'],
  ],
});
