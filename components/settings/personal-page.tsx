import { FormatSettings } from './format-settings.tsx'
import { PasswordForm } from './password-form.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** What everybody sets for themselves. */
export const PersonalPage = () => (
  <SettingsFrame>
    <FormatSettings />
    <PasswordForm />
  </SettingsFrame>
)
