/** The English words for a call that has no path, loaded with the element that says them. Other languages have all words in one file. */
export const paths = {
  networkDown: 'You seem to be offline',
  peerUnreachable: '{name} cannot be reached',
  turnRefused: 'The server that passes calls on refuses this page',
  turnSilent: 'The server that passes calls on does not answer',
  callsBlocked: 'This network lets no calls through',
  noPath: 'There is no way to {name} from here',
  helpNetwork: 'Check Wi-Fi, cable or mobile data.',
  helpPeer: 'Their network may be down.',
  helpElsewhere: 'Another network may help, such as mobile data.',
  helpRelayOnly: 'This page sends calls only through a server, and names none. Tell its owner.',
  isPaused: '{devices} paused',
  helpPaused:
    'Something else has it, or it is covered or switched off. It goes on by itself when that is over.',
} as const;
