/** A moment as Twilio's 2010 API and callbacks write it: `Fri, 20 Nov 2026 08:00:00 +0000`. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000')
}
