/** The note of a conversation that goes on because the person who had taken it over was lost. */
export const AGENT_LOST =
  'The connection of the person who had taken over was lost. Nobody of the desk is in the call now.'

/** What the assistant says then: the caller heard nothing since, and waits for somebody to speak. By ISO 639-1, where we have it. */
const WORDS: Record<string, string> = {
  de: 'Entschuldigung, die Verbindung zu meiner Kollegin oder meinem Kollegen ist abgebrochen. Ich bin wieder für Sie da.',
  en: 'I am sorry, the line to my colleague was lost. I am with you again.',
  es: 'Disculpe, se ha cortado la línea con mi compañero. Vuelvo a estar con usted.',
  fr: 'Excusez-moi, la ligne avec mon collègue a été coupée. Je suis de nouveau avec vous.',
}

export const wordsAfterLoss = (language = 'en'): string => WORDS[language.slice(0, 2)] ?? WORDS.en!
