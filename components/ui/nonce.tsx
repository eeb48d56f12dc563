'use client'
import { createContext, type ReactNode, useContext } from 'react'

const NonceContext = createContext<string | undefined>(undefined)

/** The page's nonce, for the few libraries that write a style element of their own. */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // The scroll lock under menus reads this name of the page (package get-nonce).
  if (typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce })
  return <NonceContext value={nonce}>{children}</NonceContext>
}

export const useNonce = () => useContext(NonceContext)
