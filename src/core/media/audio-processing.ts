/** What a browser does to the sound of a microphone before it is sent, by the names of MediaTrackConstraints. Data only. */
export const AUDIO_PROCESSING = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;

/** On or off, of those that somebody has an opinion of. */
export type AudioProcessing = Readonly<Partial<Record<(typeof AUDIO_PROCESSING)[number], boolean>>>;
