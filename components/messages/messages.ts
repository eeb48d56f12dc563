import { type Reader, reader } from '#components/ui/reader.ts'
import { messages as enGB } from './en-GB.ts'
import { messages as es } from './es.ts'
import { PROBLEMS as enGBProblems, UNKNOWN_PROBLEM as enGBUnknown, type ProblemText } from './problems-en-GB.ts'
import { PROBLEMS as esProblems, UNKNOWN_PROBLEM as esUnknown } from './problems-es.ts'

interface Language {
  messages: typeof enGB
  problems: Record<string, ProblemText>
  unknownProblem: ProblemText
}

const LANGUAGES: Record<Reader['language'], Language> = {
  'en-GB': { messages: enGB, problems: enGBProblems, unknownProblem: enGBUnknown },
  es: { messages: es, problems: esProblems, unknownProblem: esUnknown },
}

/** The texts in a language, for what the server writes. */
export const messagesIn = (language: Reader['language']) => LANGUAGES[language].messages

/** The texts in the language of this page. The server has none of its own: see LanguageGate. */
export const { messages, problems, unknownProblem } = LANGUAGES[reader.language]
