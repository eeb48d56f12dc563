/** One spelling for one address: NFKC, no blanks around it, lower case. */
export const normaliseEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase()
