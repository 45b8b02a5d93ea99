/** The English words of the elements for choosing and trying devices, loaded with these. Other languages have all words in one file. */
export const devices = {
  camera: 'Camera',
  microphone: 'Microphone',
  speaker: 'Speaker',
  browserDefault: 'Browser default',
  devicesUnnamed: 'The list is here once the device is allowed.',
  speakerFixed: 'This browser plays sound where the system does. Change it in the settings of the system.',
  micLevel: 'Level of your microphone',
  theirLevel: 'Level of the other person',
} as const;
