/** What a transcription tells. Nothing comes after `ended`, which comes once. */
export interface TranscriberListener {
  /** A whole utterance, some time after it was spoken. */
  said(text: string): void
  /** canGoOn: nothing is wrong with the account or with what was sent, so that a new one may follow. */
  ended(reason: string, canGoOn: boolean): void
}

/** One voice that is listened to and never answered, connecting from the moment it was opened. */
export interface Transcription {
  /** Sound as base64 of mu-law at 8 kHz; what cannot be sent is dropped. */
  sendAudio(payload: string): void
  /** Asks for what was said and not told yet, and ends within two seconds. */
  finish(): Promise<void>
}

/** A vendor who writes down what is said. */
export interface Transcriber {
  /** language: ISO 639-1; the vendor finds it out where it is absent. */
  open(language: string | null, listener: TranscriberListener): Transcription
}
