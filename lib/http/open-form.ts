import type { Readable } from 'node:stream'
import busboy from 'busboy'
import { AppError } from '#lib/errors.ts'

const MOST_FIELDS = 20
const FIELD_BYTES = 1000

export interface Upload {
  /** The form's name of its one file. */
  field: string
  mostBytes: number
}

/** A multipart form while it is read. */
export interface Form {
  /** Takes the form's bytes. */
  sink: busboy.Busboy
  /** The file, as soon as it begins. */
  file: Promise<Readable>
  /** What stands beside the file; whole once the form is. */
  fields: Record<string, string>
  /** What is wrong with the form although it can be read to its end. */
  faults: AppError[]
}

/** Reads a form with one file and some short fields. Names of files, and what they are said to be, are not looked at. */
export function openForm(request: Request, { field, mostBytes }: Upload): Form {
  const limits = { files: 1, fields: MOST_FIELDS, fieldSize: FIELD_BYTES, fileSize: mostBytes + 1 }
  const sink = parserOf(request, limits)
  const fields: Form['fields'] = Object.create(null)
  const faults: AppError[] = []
  const wrong = (message: string, name?: string) => faults.push(new AppError('invalid_form', message, { field: name }))
  sink.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    if (nameTruncated) wrong(`${name.slice(0, 100)} is too long.`, name)
    else if (valueTruncated) faults.push(new AppError('invalid_input', `${name}: is too long`, { field: name }))
    else if (name in fields) wrong(`${name} is given twice.`, name)
    else fields[name] = value
  })
  sink.on('fieldsLimit', () => wrong('The form has too many fields.'))
  sink.on('filesLimit', () => wrong('The form has more than one file.'))
  const file = new Promise<Readable>((resolve, reject) => {
    sink.on('file', (name, stream) => {
      // Whoever reads it hears of its errors; until then they must not end the process.
      stream.on('error', () => undefined)
      stream.on('limit', () => faults.push(tooLarge({ field, mostBytes })))
      if (name === field) return resolve(stream)
      stream.resume()
      wrong(`${name} is no file that is wanted here.`, name)
    })
    sink.on('error', (cause) => reject(brokenForm(cause)))
    sink.on('close', () => reject(new AppError('invalid_input', `${field}: is required, as a file`, { field })))
  })
  return { sink, file, fields, faults }
}

/** Why a form cannot be read on. */
export const brokenForm = (cause: unknown): AppError =>
  cause instanceof AppError ? cause : new AppError('invalid_form', 'The form is broken, or ends too early.', { cause })

export const tooLarge = ({ field, mostBytes }: Upload) =>
  new AppError('body_too_large', `${field}: is larger than ${mostBytes} bytes`, { field })

function parserOf(request: Request, limits: busboy.Limits): busboy.Busboy {
  try {
    return busboy({ headers: { 'content-type': request.headers.get('content-type') ?? '' }, limits })
  } catch (cause) {
    throw new AppError('invalid_form', 'The form does not say where its parts end.', { cause })
  }
}
