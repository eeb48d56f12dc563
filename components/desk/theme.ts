export type Theme = 'light' | 'dark' | 'system'

/** The cookie the layout reads, so that the first byte of a page already has the theme: no script, no flash. */
export const THEME_COOKIE = 'offhook-theme'

const YEAR_S = 365 * 24 * 3600

export const readTheme = (): Theme => {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** Shows the theme now and remembers it for the next page; `system` forgets the choice. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  const age = theme === 'system' ? 0 : YEAR_S
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing in Firefox and Safari
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax`
}
